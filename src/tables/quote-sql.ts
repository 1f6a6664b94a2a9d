/** A text as SQL. */
export const textSql = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The name of a column as SQL. */
export const nameSql = (name: string): string => `"${name.replaceAll('"', '""')}"`;
