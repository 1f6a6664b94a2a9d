import type { DataSource, EntityMetadata } from 'typeorm';

/** The rows of an entity as our own statements read them: TypeORM says which columns there are and what their values mean, and isn't asked again. */
export class EntityRows<T extends object> {
  readonly table: string;
  private readonly names: readonly string[];
  private readonly fields: readonly { readonly property: string; readonly read: (value: unknown) => unknown }[];

  constructor(
    dataSource: DataSource,
    private readonly type: new () => T,
  ) {
    const metadata: EntityMetadata = dataSource.getMetadata(type);
    this.table = metadata.tableName;
    this.names = metadata.columns.map((column) => column.databaseName);
    this.fields = metadata.columns.map((column) => ({
      property: column.propertyName,
      read: (value) => dataSource.driver.prepareHydratedValue(value, column) as unknown,
    }));
  }

  /** What to select of the table under an alias: `n."id" as n0, n."kind" as n1`. */
  columns(alias: string): string {
    return this.names.map((column, index) => `${alias}."${column}" as ${alias}${index}`).join(', ');
  }

  /** The entity in a row that was selected under this alias. */
  read(row: Readonly<Record<string, unknown>>, alias: string): T {
    const entity = new this.type() as Record<string, unknown>;
    for (const [index, { property, read }] of this.fields.entries()) entity[property] = read(row[`${alias}${index}`]);
    return entity as T;
  }
}
