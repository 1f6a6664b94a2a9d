/** Why the migrations that have run on a database are not the ones that this code was written for; undefined where they are. */
export function migrationProblem(known: readonly string[], run: ReadonlySet<string>): string | undefined {
  const unknown = unknownMigrations(known, run);
  if (unknown !== undefined) return unknown;
  const missing = known.filter((name) => !run.has(name));
  if (missing.length === 0) return undefined;
  return `The database lacks the migrations ${missing.join(', ')}: run \`headwater migrate\` (npm run migrate).`;
}

/** Says that a newer Headwater has changed the tables: what this one would write into them may be wrong. */
export function unknownMigrations(known: readonly string[], run: ReadonlySet<string>): string | undefined {
  const unknown = [...run].filter((name) => !known.includes(name));
  if (unknown.length === 0) return undefined;
  return `The database is newer than this Headwater, which does not know its migrations ${unknown.join(', ')}. Start the version that ran them, or a later one; or restore the database from before.`;
}
