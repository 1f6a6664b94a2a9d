import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';
import { CLIENT_PACKAGES } from '../clients/python/client-packages.js';
import { FEAST_CLIENT } from '../integrations/feast/python-packages.js';
import { hasPython, pythonIn } from '../support/foreign/python.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { expectSameNotebook } from './notebook.js';
import { type ExampleService, printed, startExample } from './python-program.js';

const isThere = await hasPython([3, 10]);
if (!isThere) console.warn('There is no python3 of 3.10 or newer with venv here, so the examples are not run.');
const when = isThere ? describe : describe.skip;

/** What a script came to: the table that it learnt from, the features that were served, and what its model made of them. */
const WATCHED = `
import json, runpy, sys
made = runpy.run_path(sys.argv[1])
train, features = made["train"].sort_values(["airport", "next"]), made["features"].sort_values("airport")
model = made["model"]
print(json.dumps([train[["airport", "delay", "next"]].values.tolist(), features[["airport", "delay"]].values.tolist(),
    [round(value, 6) for value in model.predict(features[["delay"]])]]))
`;

/** Feast compiles less without assertions; what MLflow finds out about the packages and the machine takes longer than the job. */
const LOCAL_STORES = {
  PYTHONOPTIMIZE: '1',
  MLFLOW_TRACKING_URI: 'file:mlruns',
  MLFLOW_ALLOW_FILE_STORE: 'true',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  GIT_PYTHON_REFRESH: 'quiet',
};

when('the examples', () => {
  let app: AppUnderTest;
  let folder: string;
  let python: string;
  let env: { HEADWATER_URL: string };
  const services: Partial<Record<'fastapi' | 'flask' | 'django', ExampleService>> = {};
  let trained: string;
  let executed: Promise<string>;
  let here: Promise<string>;
  let there: Promise<string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headwater-examples-'));
    const withFeast = pythonIn(FEAST_CLIENT);
    [app, python] = await Promise.all([startAppWithDemo(), pythonIn(CLIENT_PACKAGES)]);
    env = { HEADWATER_URL: await app.listen() };
    const script = (name: string) => ['-c', WATCHED, `${CHECKOUT}examples/next-delay/${name}`];
    // All at once: each waits for its imports, and some for the service.
    here = printed({ python, folder: 'next-delay', args: script('with_headwater.py'), env });
    there = printed(
      { python: await withFeast, folder: 'next-delay', args: script('with_feast_and_mlflow.py'), env: LOCAL_STORES },
      folder,
    );
    executed = printed({
      python,
      folder: 'notebook',
      args: [`${CHECKOUT}test/examples/execute_notebook.py`, 'seattle.ipynb', join(folder, 'seattle.ipynb')],
      env,
    });
    const start = async (name: keyof typeof services, args: string[]) => {
      services[name] = await startExample({ python, folder: name, args, env });
    };
    const trainFirst = async () => {
      trained = await printed({ python, folder: 'scikit-learn', args: ['train.py'], env });
      await start('fastapi', ['-m', 'uvicorn', '--port', '0', 'service:app']);
    };
    await Promise.all([
      trainFirst(),
      start('flask', ['-m', 'flask', '--app', 'service', 'run', '--port', '0']),
      start('django', ['service.py', 'runserver', '--noreload', '0']),
      here,
      there,
      executed,
    ]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all(Object.values(services).map((service) => service.stop()));
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a service answers; a second is not always enough for a lookup on a machine that is busy, so it is asked again then. */
  const get = async (name: keyof typeof services, path: string): Promise<[number, Record<string, unknown>]> => {
    for (let asked = 1; ; asked++) {
      const answer = await fetch(`${services[name]?.url}${path}`);
      const isLate = answer.status === 503 || answer.status === 504;
      if (!isLate || asked === 20) return [answer.status, (await answer.json()) as Record<string, unknown>];
      await answer.body?.cancel();
    }
  };

  it('of scikit-learn trains on the training set of the demo, and deploys', async () => {
    expect(trained).toMatch(
      /^late_flight@1 has an AUC of 0\.6\d on March, and reads airport_traffic@1:mean_delay_3h~origin, /,
    );
    const { deployment } = await app.graphql<{ deployment: unknown }>(
      '{ deployment(ref: "staging/late-flight") { bindings { trafficPercent modelVersion { label trainedOn { label } requestInputs { name } } } } }',
    );
    expect(deployment).toEqual({
      bindings: [
        {
          trafficPercent: 100,
          modelVersion: {
            label: 'late_flight@1',
            trainedOn: [{ label: 'winter_flights@1' }],
            requestInputs: [{ name: 'hour_of_day' }, { name: 'distance_miles' }],
          },
        },
      ],
    });
  });

  it('of FastAPI predicts from old values, and knows no unknown airport', async () => {
    const [status, answer] = await get('fastapi', '/flights/SEA/DEN?distance_miles=1024&hour_of_day=16');
    expect(status).toBe(200);
    expect(answer).toEqual({
      late: expect.any(Number),
      model: 'late_flight@1',
      features: {
        origin__mean_delay_3h: 1,
        destination__mean_delay_3h: expect.closeTo(-2.818, 3),
        hour_of_day: 16,
        distance_miles: 1024,
      },
    });
    expect(Number(answer.late)).toBeGreaterThan(0);
    expect(Number(answer.late)).toBeLessThan(1);
    expect(await get('fastapi', '/flights/XXX/DEN?distance_miles=1024&hour_of_day=16')).toEqual([
      404,
      { detail: { code: 'NOT_FOUND', detail: expect.stringContaining('XXX') } },
    ]);
  });

  it('of Flask has defaults for what is old', async () => {
    expect(await get('flask', '/flights/SEA/DEN')).toEqual([
      200,
      { origin__departures_3h: null, origin__mean_delay_3h: 0, origin__late_share_3h: 0 },
    ]);
  });

  it('of Django refuses what is old', async () => {
    expect(await get('django', '/flights/SEA/DEN')).toEqual([
      409,
      { code: 'FAILED_PRECONDITION', detail: expect.stringMatching(/origin__departures_3h of .*SEA.* has expired/) },
    ]);
    expect(await get('django', '/flights/XXX/DEN')).toEqual([
      200,
      { origin__departures_3h: null, origin__mean_delay_3h: null, origin__late_share_3h: null },
    ]);
  });

  it('from a DataFrame to a served model has twenty lines, and comes to what it comes to with Feast and MLflow', async () => {
    const last = async (text: Promise<string>) => JSON.parse((await text).trim().split('\n').at(-1) ?? '');
    const [train, features, predictions] = await last(here);

    expect(await last(there)).toEqual([train, features, predictions]);
    expect(train).toHaveLength(12);
    expect(features).toEqual([
      ['DEN', 10],
      ['SEA', 9],
      ['SFO', 11],
    ]);
    expect(predictions).toEqual([13, 12, 14]);
    expect(await lengthOf('with_headwater.py')).toBeLessThanOrEqual(20);
    expect(await lengthOf('with_feast_and_mlflow.py')).toBeGreaterThan(25);
  });

  it('in a notebook shows what it shows when it is run', async () => {
    await executed;
    await expectSameNotebook(join(folder, 'seattle.ipynb'), `${CHECKOUT}examples/notebook/seattle.ipynb`);
  });
});

/** Lines of code: what is empty, or says what the file is, is none. */
async function lengthOf(name: string): Promise<number> {
  const text = await readFile(`${CHECKOUT}examples/next-delay/${name}`, 'utf8');
  expect(text).not.toContain(';');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160);
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('"""')).length;
}
