import type { Trail } from '../graph/trail.js';
import type { Ask } from './ask.js';
import { loadRowTrail } from './load-columns.js';

/** The ways of columns and features that were pointed at, each asked for once. */
export class RowTrails {
  private readonly asked = new Map<string, Promise<Trail | undefined>>();

  constructor(
    private readonly ask: Ask,
    private readonly asOf: string | undefined,
  ) {}

  /** Undefined where the service can't tell: features of a service are no places of their own. */
  of(id: string, name: string): Promise<Trail | undefined> {
    const key = `${id}:${name}`;
    const found = this.asked.get(key) ?? loadRowTrail(this.ask, id, name, this.asOf).catch(() => undefined);
    this.asked.set(key, found);
    return found;
  }
}
