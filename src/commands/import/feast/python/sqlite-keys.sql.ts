/** The keys in a table of Feast's SQLite store, for Python to fill in its name. Index: its primary key. */
export const SQLITE_KEYS = 'select distinct entity_key from {table} order by entity_key';
