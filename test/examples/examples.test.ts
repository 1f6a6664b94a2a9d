import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';
import { CLIENT_PACKAGES } from '../clients/python/client-packages.js';
import { codeBlocks, shellBlocks } from '../docs/blocks.js';
import { type Desk, makeDesk } from '../docs/desk.js';
import { FEAST_CLIENT } from '../integrations/feast/python-packages.js';
import { eventually } from '../support/eventually.js';
import { hasPython, pythonIn } from '../support/foreign/python.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { type ExampleService, whenItListens } from './example-service.js';
import { notInstalled } from './installable.js';
import { expectSameNotebook } from './notebook.js';

const isThere = await hasPython([3, 10]);
if (!isThere) console.warn('There is no python3 of 3.10 or newer with venv here, so the examples are not run.');
const when = isThere ? describe : describe.skip;

/** Feast compiles less without assertions; what MLflow finds out about the packages and the machine takes longer than the job. */
const LOCAL_STORES = {
  PYTHONOPTIMIZE: '1',
  MLFLOW_TRACKING_URI: 'file:mlruns',
  MLFLOW_ALLOW_FILE_STORE: 'true',
  MLFLOW_DISABLE_TELEMETRY: 'true',
  GIT_PYTHON_REFRESH: 'quiet',
};

/** The client as it lies in the checkout: what its wheel holds is looked at elsewhere. */
const OF_CHECKOUT = {
  PYTHONPATH: `${CHECKOUT}clients/python/src`,
  PYTHONUNBUFFERED: '1',
  // Django serves in the process that is started, and not in one that this one starts.
  RUN_MAIN: 'true',
};

/** Scripts tell what they came to. */
const WATCHED = `python() { command python ${CHECKOUT}test/examples/watched.py "$@"; }\n`;

const linesOf = async (example: string) => (await shellBlocks(`examples/${example}/README.md`))[0]?.commands ?? '';

type Served = 'fastapi' | 'flask' | 'django';

when('the examples, typed as their pages say', () => {
  let app: AppUnderTest;
  let desk: Desk;
  let withFeast: Desk;
  let pythons: string[];
  const services: Partial<Record<Served, ExampleService>> = {};
  const questions: Partial<Record<Served, string>> = {};
  let trained: string;
  let here: Promise<string>;
  let there: Promise<string>;

  beforeAll(async () => {
    [app, ...pythons] = await Promise.all([startAppWithDemo(), pythonIn(CLIENT_PACKAGES), pythonIn(FEAST_CLIENT)]);
    const url = await app.listen();
    desk = await makeDesk({ url, python: pythons[0], env: OF_CHECKOUT });
    withFeast = await makeDesk({ url, python: pythons[1], env: LOCAL_STORES });
    const [ours = '', theirs = ''] = (await linesOf('next-delay')).split('\n\n');
    await writeFeastClient(join(withFeast.folder, 'client'), url);
    // All at once: each waits for its imports, and some for the service.
    here = desk.type(WATCHED + ours);
    there = withFeast.type(WATCHED + theirs, { TMPDIR: withFeast.folder, THEN_IN: join(withFeast.folder, 'client') });
    const execute = `python ${CHECKOUT}test/examples/execute_notebook.py seattle.ipynb "$OLDPWD/seattle.ipynb"`;
    const executed = desk.type(`cd ${CHECKOUT}examples/notebook && ${execute}`);
    const start = async (name: Served) => {
      const [install = '', run = '', question = ''] = (await linesOf(name)).trim().split('\n');
      await desk.type(install);
      services[name] = await whenItListens(desk.begin(run.replace(/\b80\d\d$/, '0')), name);
      questions[name] = question.replace(/http:\/\/127\.0\.0\.1:80\d\d/, services[name].url);
    };
    const trainFirst = async () => {
      trained = await desk.type(await linesOf('scikit-learn'));
      await start('fastapi');
    };
    await Promise.all([trainFirst(), start('flask'), start('django'), here, there, executed]);
  }, 600_000);

  afterAll(async () => {
    await Promise.all(Object.values(services).map((service) => service.stop()));
    await app?.close();
    await Promise.all([desk?.close(), withFeast?.close()]);
  });

  /** What a service answers; a second is not always enough for a lookup on a machine that is busy, so it is asked again then. */
  const get = async (name: Served, path: string): Promise<[number, Record<string, unknown>]> => {
    for (let asked = 1; ; asked++) {
      const answer = await fetch(`${services[name]?.url}${path}`);
      const isLate = answer.status === 503 || answer.status === 504;
      if (!isLate || asked === 20) return [answer.status, (await answer.json()) as Record<string, unknown>];
      await answer.body?.cancel();
    }
  };

  it('ask pip only for what there is, and what they were tried with', async () => {
    const asked = [...(await desk.asked()), ...(await withFeast.asked())];
    expect(asked).toEqual(expect.arrayContaining(['./clients/python[flask]', 'uvicorn', 'feast']));
    expect(await notInstalled(asked, pythons)).toEqual([]);
  });

  it.each<Served>(['fastapi', 'flask', 'django'])('of %s answers what its page asks', async (name) => {
    const question = questions[name] ?? '';
    const [, path = ''] = /^curl '?http:\/\/[^/]+([^']+)/.exec(question) ?? [];
    await eventually(async () => {
      const [, expected] = await get(name, path);
      expect(JSON.parse(await desk.type(question))).toEqual(expected);
    });
  });

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
    const told = async (text: Promise<string>) => JSON.parse(/^\[\[.*$/m.exec(await text)?.[0] ?? '');
    const [train, features, predictions] = await told(here);

    expect(await told(there)).toEqual([train, features, predictions]);
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

  it('of the page about Feast reads the features of the demo through the SDK', async () => {
    const asked = `{ onlineFeatures(features: ["airport_traffic:mean_delay_3h"], entities: [{ airport: "SEA" }]) { values } }`;
    const { onlineFeatures } = await app.graphql<{ onlineFeatures: { values: number[][] } }>(asked);
    expect(JSON.parse((await there).trim().split('\n').at(-1) ?? '')).toEqual({
      airport: ['SEA'],
      mean_delay_3h: onlineFeatures.values[0],
    });
  });

  it('in a notebook shows what it shows when it is run', async () => {
    await expectSameNotebook(join(desk.folder, 'seattle.ipynb'), `${CHECKOUT}examples/notebook/seattle.ipynb`);
  });
});

/** Lines of code: what is empty, or says what the file is, is none. */
async function lengthOf(name: string): Promise<number> {
  const text = await readFile(`${CHECKOUT}examples/next-delay/${name}`, 'utf8');
  expect(text).not.toContain(';');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160);
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('"""')).length;
}

/** The files that the page about Feast has a client of it have. */
async function writeFeastClient(folder: string, url: string): Promise<void> {
  const [settings = ''] = await codeBlocks('docs/feast.md', 'yaml');
  const [asking = ''] = await codeBlocks('docs/feast.md', 'python');
  await mkdir(folder);
  await writeFile(join(folder, 'feature_store.yaml'), settings.replace('http://127.0.0.1:4000', url));
  await writeFile(join(folder, 'block.py'), asking);
}
