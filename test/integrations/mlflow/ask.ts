import type { AppUnderTest } from '../../support/service/app-under-test.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Asks an operation of the door; throws what it says where it refuses. */
export async function ask<Answer = Fields>(app: AppUnderTest, path: string, body: unknown): Promise<Answer> {
  const response = await app.http.inject({
    method: 'POST',
    url: `/api/2.0/mlflow/${path}`,
    payload: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.body}`);
  return response.json<Answer>();
}

/** Starts a run; gives its id. */
export async function startRun(app: AppUnderTest, more: Fields = {}): Promise<string> {
  const { run } = await ask<{ run: { info: { run_id: string } } }>(app, 'runs/create', more);
  return run.info.run_id;
}
