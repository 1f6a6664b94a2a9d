import type { AppUnderTest } from '../support/service/app-under-test.js';

/** Every table whose rows, or whose column in the planner's statistics, hold a text. */
export async function tablesHolding(app: AppUnderTest, text: string): Promise<string[]> {
  const { dataSource } = app.database;
  const tables: { name: string }[] = await dataSource.query(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await dataSource.query(`select from "${name}" t where strpos(t::text, $1) > 0 limit 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  const statistics: { name: string }[] = await dataSource.query(
    `select tablename || '.' || attname as name from pg_stats s where schemaname = 'public' and strpos(s::text, $1) > 0 order by 1`,
    [text],
  );
  return [...found, ...statistics.map(({ name }) => `statistics of ${name}`)];
}
