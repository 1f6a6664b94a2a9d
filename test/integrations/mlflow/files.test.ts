import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ask, startRun } from './ask.js';

const AJAX = '/ajax-api/2.0/mlflow';

let app: AppUnderTest;
let url: string;
let run: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  run = await startRun(app);
});

afterAll(() => app.close());

async function get(path: string) {
  const response = await fetch(`${url}${path}`);
  const { status, headers } = response;
  return {
    status,
    type: headers.get('content-type'),
    name: headers.get('content-disposition'),
    body: await response.text(),
  };
}

async function upload(query: Readonly<Record<string, string>>, body = '') {
  const response = await fetch(`${url}${AJAX}/upload-artifact?${new URLSearchParams(query)}`, { method: 'POST', body });
  const { message = '' } = (await response.json()) as { message?: string };
  return { status: response.status, message };
}

/** Asks for a new version; gives its number. */
async function newVersion(name: string, source: object): Promise<string> {
  const { model_version: version } = await ask<{ model_version: { version: string } }>(app, 'model-versions/create', {
    name,
    ...source,
  });
  return version.version;
}

describe('a file that is asked for by what it belongs to', () => {
  it('goes up to a run and comes back under its name, of the type that the name says', async () => {
    for (const [path, type] of [
      ['a.txt', 'text/plain'],
      ['deep/c.png', 'image/png'],
      ['b.pkl', 'application/octet-stream'],
      ['MLmodel', 'text/plain'],
      ['dog+step+1.webp', 'image/webp'],
    ] as const) {
      expect(await upload({ run_uuid: run, path }, path)).toEqual({ status: 200, message: '' });
      const answer = await get(`/get-artifact?${new URLSearchParams({ run_id: run, path })}`);
      const name = `attachment; filename=${path.replace('deep/', '')}`;
      expect(answer).toEqual({ status: 200, type, name, body: path });
    }
  });

  it('is found by a path that says "here" on its way, as a folder of files has it', async () => {
    const here = await startRun(app);
    await upload({ run_uuid: here, path: './deep/./a.txt' }, 'found');
    const list = async (path: string) => {
      const proxied = await get(`/api/2.0/mlflow-artifacts/artifacts?path=0/${here}/artifacts/${path}`);
      const listed = await get(`${AJAX}/artifacts/list?run_id=${here}&path=${path}`);
      return [proxied, listed].map(({ body }) => (JSON.parse(body) as { files: { path: string }[] }).files);
    };
    const folder = { path: 'deep', is_dir: true };
    expect(await list('.')).toEqual([[folder], [folder]]);
    for (const path of ['./deep', 'deep/.', 'deep/'])
      expect((await list(path)).flat().map((file) => file.path)).toEqual(['a.txt', 'deep/a.txt']);
    expect((await get(`/get-artifact?run_id=${here}&path=./deep/a.txt`)).body).toBe('found');
  });

  it('is refused in the words of MLflow where it is none, too large, or would lie elsewhere', async () => {
    const large = 'x'.repeat(10 * 1024 * 1024 + 1);
    const asked = [
      await upload({}),
      await upload({ run_uuid: run }),
      await upload({ run_uuid: run, path: 'x.txt' }),
      await upload({ run_uuid: run, path: 'x.txt' }, large),
      await upload({ run_uuid: 'a'.repeat(32), path: 'x.txt' }, 'x'),
    ];
    expect(asked.map(({ status, message }) => `${status} ${message}`)).toEqual([
      '400 Request must specify run_uuid.',
      '400 Request must specify path.',
      '400 Request must specify data.',
      '400 Artifact size is too large. Max size is 10MB.',
      `404 Run with id=${'a'.repeat(32)} not found`,
    ]);
    for (const path of ['../x', 'a/../../x', '/etc/passwd', '%2e%2e/x', '%252e%252e%252fx', 'a\\x', 'c:/x', 'a#x']) {
      expect(await upload({ run_uuid: run, path }, 'x')).toEqual({ status: 400, message: 'Invalid path' });
      const of = new URLSearchParams({ run_id: run, name: 'm', version: '1', path });
      for (const door of ['/get-artifact', '/model-versions/get-artifact', '//model-versions/get-artifact'])
        expect(JSON.parse((await get(`${door}?${of}`)).body)).toMatchObject({ message: 'Invalid path' });
    }
  });

  it('is found by its model version and its logged model', async () => {
    await upload({ run_uuid: run, path: 'model/MLmodel' }, 'of the run');
    const { model } = await ask<{ model: { info: { model_id: string } } }>(app, 'logged-models', {
      experiment_id: '0',
    });
    const id = model.info.model_id;
    const put = `${url}/api/2.0/mlflow-artifacts/artifacts/0/models/${id}/artifacts/MLmodel`;
    await fetch(put, { method: 'PUT', body: 'of the model' });
    await ask(app, 'registered-models/create', { name: 'm' });
    await newVersion('m', { source: `runs:/${run}/model`, run_id: run });
    await newVersion('m', { source: `models:/${id}`, model_id: id });
    await newVersion('m', { source: 's3://elsewhere/model' });
    const of = (version: number) => get(`/model-versions/get-artifact?name=m&version=${version}&path=MLmodel`);

    expect([(await of(1)).body, (await of(2)).body]).toEqual(['of the run', 'of the model']);
    expect(JSON.parse((await of(3)).body)).toMatchObject({ error_code: 'RESOURCE_DOES_NOT_EXIST' });
    const files = `${AJAX}/logged-models/${id}/artifacts/files`;
    expect((await get(`${files}?artifact_file_path=MLmodel`)).body).toBe('of the model');
    expect(JSON.parse((await get(files)).body)).toMatchObject({ error_code: 'BAD_REQUEST' });
  });

  it('lies, where its experiment has a relative place, below where the service runs', async () => {
    const made = await ask<{ experiment_id: string }>(app, 'experiments/create', {
      name: 'placed',
      artifact_location: 'here',
    });
    const answer = await app.http.inject(`/api/2.0/mlflow/experiments/get?experiment_id=${made.experiment_id}`);

    expect(answer.json()).toMatchObject({ experiment: { artifact_location: resolve('here') } });
  });
});
