import type { Trail } from '../../graph/trail.js';

/** What is lit. Each card looks at itself alone, so that hovering draws again only what changes. */
export class TrailStore {
  private hovered: Trail | undefined;
  private fixed: Trail | undefined;
  private readonly listeners = new Set<() => void>();

  /** What is hovered goes before what was chosen. */
  readonly trail = (): Trail | undefined => this.hovered ?? this.fixed;

  hover(trail: Trail | undefined): void {
    this.hovered = trail;
    this.tell();
  }

  fix(trail: Trail | undefined): void {
    this.fixed = trail;
    this.tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
