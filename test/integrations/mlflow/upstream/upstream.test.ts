import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pythonIn } from '../../../support/foreign/python.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { MLFLOW_SERVER } from '../python-packages.js';
import { ASIDE, DIFFERENCES, OF_OTHER_SERVERS } from './differences.js';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const PACKAGES = [...MLFLOW_SERVER, 'pytest==8.4.2'];
const FILES = ['test_rest_tracking.py', 'test_model_registry.py', 'test_mlflow_artifacts.py'];

interface Result {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly problem: string | null;
}

const { MLFLOW_CHECKOUT: given } = process.env;
const when = given === undefined ? describe.skip : describe;
const hint =
  given === undefined ? ' (skipped: MLFLOW_CHECKOUT names no checkout of its repository, at the tag v3.17.0)' : '';

when(`MLflow's own tests of its REST API${hint}`, () => {
  const checkout = resolve(given ?? '');
  let app: AppUnderTest;
  let results: readonly Result[];

  beforeAll(async () => {
    app = await startAppUnderTest();
    const python = await pythonIn(PACKAGES);
    const folder = await mkdtemp(join(tmpdir(), 'headwater-upstream-'));
    const file = join(folder, 'results');
    const files = FILES.map((name) => join(checkout, 'tests/tracking', name));
    const options = [
      '-p',
      'no:cacheprovider',
      '-p',
      'headwater_server',
      '--noconftest',
      '--rootdir',
      checkout,
      '--tb=short',
      '-q',
      '-k',
      OF_OTHER_SERVERS.map((name) => `not ${name}`).join(' and '),
    ];
    const environment = {
      ...process.env,
      PYTHONPATH: `${HERE}:${checkout}`,
      PYTHONDONTWRITEBYTECODE: '1',
      HEADWATER_URL: await app.listen(),
      HEADWATER_RESULTS: file,
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
      MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true',
    };
    const printed = await new Promise<string>((done) => {
      // It ends with 1 where a test has failed, which is looked at below.
      execFile(
        python,
        ['-m', 'pytest', ...options, ...files],
        { env: environment, maxBuffer: 2 ** 28 },
        (_, out, err) => done(`${out}\n${err}`),
      );
    });
    const lines = await readFile(file, 'utf8').catch(() => {
      throw new Error(`no test of ${checkout} was run:\n${printed.slice(-5_000)}`);
    });
    await rm(folder, { recursive: true });
    results = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Result)
      .filter(({ name }) => !ASIDE.test(name));
  }, 3_600_000);

  afterAll(() => app.close());

  const isWritten = ({ name }: Result) => DIFFERENCES.some(({ tests }) => tests.test(name));

  const outcomes = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome);

  it('pass, but for what is written down', () => {
    const failed = outcomes('failed').filter((result) => !isWritten(result));

    expect(failed.map(({ name, problem }) => `${name}\n${problem}`)).toEqual([]);
    expect(outcomes('passed').length).toBeGreaterThan(100);
  });

  it('fail where it is written down that they do', () => {
    expect(outcomes('passed').filter(isWritten)).toEqual([]);
  });
});
