/** The cell of a row under a name; undefined where the row has none, also of a name that every object inherits: `constructor`. */
export function cellOf(row: Readonly<Record<string, unknown>>, name: string): unknown {
  const cell = row[name];
  // No table and no JSON holds a function.
  return typeof cell === 'function' ? undefined : cell;
}
