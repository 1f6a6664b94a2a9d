import type { AppUnderTest } from '../../support/service/app-under-test.js';

/** An answer of a feature server of Feast. */
export interface FeastAnswer {
  readonly metadata: {
    readonly feature_names: readonly string[];
    readonly headwater: Readonly<Record<string, unknown>>;
  };
  readonly results: readonly {
    readonly values: readonly unknown[];
    readonly statuses: readonly string[];
    readonly event_timestamps: readonly string[];
  }[];
}

export interface Told {
  readonly status: number;
  /** Parsed. */
  readonly body: unknown;
}

/** Sends what a client of Feast would. */
export async function tellFeast(
  app: AppUnderTest,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await app.http.inject({
    method: 'POST',
    url: path,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}

/** Columns by their names. */
export async function onlineOf(app: AppUnderTest, body: object, query = ''): Promise<Record<string, unknown>> {
  const { status, body: told } = await tellFeast(app, `/get-online-features${query}`, body);
  if (status !== 200) throw new Error(String(told));
  const { metadata, results } = told as FeastAnswer;
  return Object.fromEntries(metadata.feature_names.map((name, index) => [name, results[index]]));
}

/** What Feast's client makes of a refusal: it parses the text that the JSON is. */
export function refusalOf({ status, body }: Told): { status: number; class: string; message: string } {
  const { module, class: name, message } = JSON.parse(body as string);
  if (module !== 'feast.errors') throw new Error(`of ${module}`);
  return { status, class: name, message };
}
