import type { AppUnderTest } from '../support/service/app-under-test.js';

/** As if the server's clock had stepped back by a day: everything that stands in the database lies a day ahead. */
export async function stepBack({ database }: AppUnderTest): Promise<void> {
  const ahead = (column: string) => `${column} = ${column} + interval '1 day'`;
  const tables = {
    edge: ['valid_from', 'valid_to', 'recorded_at'],
    deployment_change: ['changed_at'],
    feature_set_activation: ['activated_at'],
    model_alias: ['valid_from', 'valid_to'],
    node: ['created_at', 'deleted_at'],
  };
  for (const [table, columns] of Object.entries(tables))
    await database.dataSource.query(`update ${table} set ${columns.map(ahead).join(', ')}`);
}
