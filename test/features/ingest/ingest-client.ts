import type { AppUnderTest } from '../../support/service/app-under-test.js';

/** What an ingest answers. */
export interface IngestAnswer {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: {
    readonly ingest: string;
    readonly run: string;
    readonly featureSet: string;
    readonly read: number;
    readonly written: number;
    readonly late: number;
    readonly unchanged: number;
    readonly rejected: number;
    readonly errors: readonly { row: number; column: string | null; message: string; content: unknown }[];
    readonly badRows?: string;
    readonly code?: string;
    readonly detail?: string;
    readonly row?: number;
    readonly column?: string;
    readonly expected?: unknown;
    readonly found?: unknown;
  };
}

export interface IngestOptions {
  readonly type?: string;
  readonly query?: string;
  readonly key?: string;
}

/** Posts rows to a listening service. */
export async function ingest(
  url: string,
  featureSet: string,
  body: string | Uint8Array | ReadableStream,
  { type = 'application/x-ndjson', query = '', key }: IngestOptions = {},
): Promise<IngestAnswer> {
  const response = await fetch(`${url}/v1/feature-sets/${featureSet}/rows${query}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(key !== undefined && { 'idempotency-key': key }) },
    body: body as string,
    ...({ duplex: 'half' } as object),
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed') === 'true',
    body: (await response.json()) as IngestAnswer['body'],
  };
}

/** Rows as NDJSON text. */
export const ndjson = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

/** Everything that a feature set version holds, online and in history, without ingest times, as sorted texts. */
export async function contentsOf(app: AppUnderTest, label: string): Promise<{ online: string[]; history: string[] }> {
  const [{ storage }] = await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [label],
  );
  const read = async (table: string) => {
    const rows = await app.database.dataSource.query(
      `select concat_ws(' ', key, event_time::text, "values") as line from ${table}_${storage} order by key, event_time, ingest_time`,
    );
    return rows.map(({ line }: { line: string }) => line);
  };
  return { online: await read('feature_online'), history: await read('feature_history') };
}
