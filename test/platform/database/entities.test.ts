import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('the columns that the entities declare', () => {
  it('are columns that the migrations make, of the same type and as often null', async () => {
    const { rows } = await app.database.pool.query<{ column: string; type: string; nullable: boolean }>(
      `select format('%s.%s', table_name, column_name) as column, data_type as type, is_nullable = 'YES' as nullable
       from information_schema.columns where table_schema = 'public'`,
    );
    const made = new Map(rows.map(({ column, ...rest }) => [column, rest]));
    const { dataSource } = app.database;

    const declared = dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.map((column) => ({
        column: `${tableName}.${column.databaseName}`,
        type: dataSource.driver.normalizeType(column),
        nullable: column.isNullable,
      })),
    );

    expect(declared.length).toBeGreaterThan(20);
    expect(declared).toEqual(declared.map(({ column }) => ({ column, ...made.get(column) })));
  });
});
