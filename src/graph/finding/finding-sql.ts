import { SqlParameters } from '../../platform/database/sql-parameters.js';
import { nodesAsOf } from './nodes-as-of.sql.js';

/** The values of a question about nodes, which may be asked as of a time. */
export class FindingSql extends SqlParameters {
  private placeholder: string | undefined;
  private ofProject: string | undefined;

  /** `asOf`: RFC 3339; null: now. */
  constructor(
    private readonly inProject: string,
    readonly asOf: string | null = null,
  ) {
    super();
  }

  /** The placeholder of the project: what depends on it alone is looked up once, and not for each node. */
  get project(): string {
    this.ofProject ??= `${this.add(this.inProject)}::text`;
    return this.ofProject;
  }

  /** The placeholder of that time; undefined: now. */
  get time(): string | undefined {
    if (this.asOf !== null) this.placeholder ??= `${this.add(this.asOf)}::timestamptz`;
    return this.placeholder;
  }

  /** What stands for the table of nodes: as it is, or as it was. */
  get nodes(): string {
    return this.time === undefined ? 'node' : nodesAsOf(this.time);
  }

  /** That a node, under this alias, is not deleted. */
  lives(node: string): string {
    return this.time === undefined ? `${node}.deleted_at is null` : `${node}.lives`;
  }

  /** That what is valid from a time to another is so. */
  during(from: string, to: string): string {
    const { time } = this;
    return time === undefined ? `${to} is null` : `${from} <= ${time} and coalesce(${to} > ${time}, true)`;
  }
}
