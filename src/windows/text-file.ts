import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { DELIMITERS, type Delimiter } from '../tables/csv/csv-delimiter.js';
import { readCsvNames } from '../tables/csv/read-csv.js';
import type { JsonCell } from '../tables/parquet/duckdb/duckdb-task.js';
import { runStatements } from '../tables/parquet/run-statements.js';
import { readably } from './readably.js';
import { intoParquet } from './sql/source.sql.js';
import { countTypes, csvSql, describeNdjson, ndjsonSql, type TextColumn, typedSource } from './sql/text-file.sql.js';
import { TEXT_TYPES, type TextType } from './sql/text-type.sql.js';

/** A CSV or NDJSON, in a directory for what is made of it. */
export interface TextFile {
  readonly directory: string;
  /** Where it stands there; its name ends in .gz where it is packed. */
  readonly path: string;
  readonly format: 'csv' | 'ndjson';
  readonly delimiter: Delimiter;
}

/**
 * Copies the file into a Parquet file once, for it is read several times; the statement that makes it the source of windows. A type is that
 * of all texts of a column; numbers and truth of NDJSON have theirs.
 */
export async function sourceOfText(file: TextFile): Promise<string> {
  const copy = `${file.directory}/text.parquet`;
  const run = (...statements: readonly string[]) =>
    runStatements(file.directory, statements).catch(readably(file.directory));
  const columns = file.format === 'csv' ? await csvColumns(file) : ndjsonColumns(await run(describeNdjson(file.path)));
  const rows =
    file.format === 'csv' ? csvSql(file.path, DELIMITERS[file.delimiter], columns) : ndjsonSql(file.path, columns);
  const texts = columns.filter(({ types }) => types.length > 0);
  // By the first rows, and where these all fit, by all of them.
  const sampled = typesOf(texts, await run(intoParquet(rows, copy), countTypes(copy, namesOf(texts), true)));
  const likely = texts.filter(({ name }) => sampled.has(name));
  const counted = likely.length === 0 ? [] : await run(countTypes(copy, namesOf(likely), false));
  return typedSource(
    copy,
    namesOf(columns).filter((name) => name !== UNNAMED),
    typesOf(likely, counted),
  );
}

/** A column, how it is read, and what its texts may all be. */
interface ColumnToType extends TextColumn {
  readonly types: readonly TextType[];
}

const namesOf = (columns: readonly TextColumn[]) => columns.map(({ name }) => name);

async function csvColumns({ path, delimiter }: TextFile): Promise<ColumnToType[]> {
  const bytes = createReadStream(path);
  const plain = path.endsWith('.gz') ? bytes.compose(createGunzip()) : bytes;
  const names = await readCsvNames(plain as AsyncIterable<Buffer>, delimiter);
  return names.map((name) => ({ name: name || UNNAMED, read: 'VARCHAR', types: TEXT_TYPES }));
}

/** The index that pandas writes, which is left out. */
const UNNAMED = ' ';

function ndjsonColumns(rows: readonly (readonly JsonCell[])[]): ColumnToType[] {
  return rows.map(([name, type]) => {
    const [read, types] = NDJSON_TYPES.get(String(type)) ?? ['JSON', []];
    return { name: String(name), read, types };
  });
}

/** DuckDB takes texts for times, whatever their zone, and numbers of both signs for longer ones: both are texts first. */
const NDJSON_TYPES: ReadonlyMap<string, [read: string, types: readonly TextType[]]> = new Map([
  ...['BOOLEAN', 'BIGINT', 'DOUBLE'].map((type): [string, [string, TextType[]]] => [type, [type, []]]),
  ...['UBIGINT', 'HUGEINT', 'UHUGEINT'].map((type): [string, [string, TextType[]]] => [type, ['VARCHAR', ['BIGINT']]]),
  ...['VARCHAR', 'UUID', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'].map(
    (type): [string, [string, TextType[]]] => [type, ['VARCHAR', ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE']]],
  ),
]);

/** Those of the columns whose values are all of one; a column without values is read as text. */
function typesOf(
  columns: readonly ColumnToType[],
  [cells = []]: readonly (readonly JsonCell[])[],
): ReadonlyMap<string, TextType> {
  return new Map(
    columns.flatMap(({ name, types }, place): [string, TextType][] => {
      const [values, ...fits] = cells.slice(place * (TEXT_TYPES.length + 1));
      const type = types.find((each) => fits[TEXT_TYPES.indexOf(each)] === values);
      return type === undefined || Number(values) === 0 ? [] : [[name, type]];
    }),
  );
}
