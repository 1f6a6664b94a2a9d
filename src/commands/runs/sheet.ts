/** What a row of a sheet says of a run besides its parameters, metrics and tags; the columns in their order. */
export const RUN_COLUMNS = [
  'id',
  'key',
  'experiment',
  'name',
  'type',
  'status',
  'started_at',
  'ended_at',
  'message',
  'owner',
  'description',
  'code.repository',
  'code.commit',
  'code.entry_point',
] as const;
export type RunColumn = (typeof RUN_COLUMNS)[number];

/** What the names of all other columns begin with. */
export const GROUPS = ['param.', 'metric.', 'tag.'] as const;
export type Group = (typeof GROUPS)[number];

/** A run as a row. Undefined: it has no such thing. */
export interface RunRow {
  readonly facts: Partial<Readonly<Record<RunColumn, string>>>;
  readonly groups: Readonly<Record<Group, Readonly<Record<string, string>>>>;
}

/** What a spreadsheet takes for a formula, and what is protected from it already. */
const RISKY = /^[=+\-@\t\r']/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A text as a cell that no spreadsheet computes: behind an apostrophe, which readCell takes away. */
export function writeCell(text: string): string {
  return RISKY.test(text) && !NUMBER.test(text) && text !== '-Infinity' ? `'${text}` : text;
}

export function readCell(cell: string): string {
  return cell.startsWith("'") && RISKY.test(cell.slice(1)) ? cell.slice(1) : cell;
}
