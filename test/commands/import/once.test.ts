import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { headwaterProgram } from '../../../src/commands/program.js';
import { casesOf } from '../../support/cases.js';
import { muted, printed } from '../../support/muted.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { between, cutOffAfter } from './cut-connection.js';
import { writeSmallSources } from './small-sources.js';

const run = promisify(execFile);

const KINDS = ['kubeflow', 'prov', 'mlflow', 'dvc', 'tensorboard'];

let app: AppUnderTest;
let url: string;
let directory: string;
let sources: Readonly<Record<string, string>>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-once-'));
  app = await startAppUnderTest();
  url = await app.listen();
  sources = await writeSmallSources(directory);
}, 60_000);

afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

async function makeProject(name: string): Promise<string> {
  await app.graphql('mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }', {
    name,
  });
  return name;
}

function importInto(project: string, kind: string, at = url, ...more: string[]): Promise<unknown> {
  const args = ['import', kind, sources[kind] ?? '', '--url', at, '--project', project, ...more];
  return headwaterProgram('0').parseAsync(args, { from: 'user' });
}

const NODES = `nodes { node { id kind label description owner tags { key value } ... on Run { status startedAt endedAt parameters { name value } metrics { name last }
  artifacts(first: 9) { nodes { path } } } ... on DatasetVersion { digest location } ... on ModelVersion { artifact { uri digest } aliases } } } edges { from to kind attributes }`;

/** All that stands in a project, whatever the ids. */
async function standsIn(project: string): Promise<readonly string[]> {
  const as = { project };
  const { models, datasets, deployments, runs } = await app.headwater.graphql<
    Record<'models' | 'datasets' | 'deployments' | 'runs', { nodes: { id: string }[] }>
  >(
    '{ models { nodes { id } } datasets { nodes { id } } deployments { nodes { id } } runs(first: 100) { nodes { id } } }',
    {},
    as,
  );
  const of = [models, datasets, deployments, runs].flatMap(({ nodes }) => nodes.map(({ id }) => id));
  const { lineage } = await app.headwater.graphql<{
    lineage: { nodes: { node: { id: string; kind: string; label: string } }[]; edges: Record<string, string>[] };
  }>(`query ($of: [Ref!]!) { lineage(of: $of, direction: BOTH, depth: 50) { ${NODES} } }`, { of }, as);
  const ids = new Map(lineage.nodes.map(({ node }) => [node.id, `${node.kind} ${node.label}`]));
  // Two runs may be called the same: what else is told of them tells them apart.
  const told = ({ id: _, ...node }: { id: string }) => JSON.stringify(node);
  return [
    ...lineage.nodes.map(({ node }) => told(node)),
    ...lineage.edges.map(({ from = '', to = '', ...edge }) => JSON.stringify([ids.get(from), ids.get(to), edge])),
  ].toSorted();
}

const changesIn = async (project: string) =>
  (
    await app.headwater.graphql<{ changes: { nodes: { id: string }[] } }>(
      '{ changes(first: 500) { nodes { id } } }',
      {},
      { project },
    )
  ).changes.nodes;

/** Of the requests of an import. */
const PARTS = Array.from({ length: 20 }, (_, part) => (part + 1) / 21);

/** From another one on each time. */
const FROM = Math.floor(Math.random() * KINDS.length);

describe.each(casesOf([...KINDS, ...KINDS].slice(FROM, FROM + 3), KINDS))('an import of %s', (kind) => {
  let whole: readonly string[];
  let requests: number;

  beforeAll(async () => {
    const project = await makeProject(`${kind}-alone`);
    ({ requests } = await cutOffAfter(url, Number.POSITIVE_INFINITY, (at) =>
      muted(() => importInto(project, kind, at)),
    ));
    whole = await standsIn(project);
    expect(whole.length).toBeGreaterThan(4);
  });

  it('makes everything once where two do it at the same time', async () => {
    const project = await makeProject(`${kind}-at-once`);
    await muted(() => Promise.all([importInto(project, kind), importInto(project, kind)]));
    expect(await standsIn(project)).toEqual(whole);
    const changes = await changesIn(project);
    await muted(() => importInto(project, kind));
    expect(await changesIn(project)).toEqual(changes);
  });

  it('changes nothing where another one overtakes it anywhere', async () => {
    for (const [index, part] of casesOf([0.25], PARTS).entries()) {
      const project = await makeProject(`${kind}-overtaken-${index}`);
      let changes: object[] = [];
      const overtaken = async (number: number) => {
        if (number === Math.ceil(requests * part)) {
          await importInto(project, kind);
          changes = await changesIn(project);
        }
        return 'answered' as const;
      };
      const { result } = await muted(() => between(url, overtaken, (at) => importInto(project, kind, at)));
      expect(result).toMatchObject({ status: 'fulfilled' });
      expect(await standsIn(project)).toEqual(whole);
      expect(await changesIn(project)).toEqual(changes);
    }
  });

  it('that broke off anywhere is completed by another one, with nothing twice', async () => {
    const cuts = casesOf(
      [0.5],
      Array.from({ length: 20 }, (_, part) => (part + 1) / 21),
    );
    for (const [index, part] of cuts.entries()) {
      const project = await makeProject(`${kind}-cut-${index}`);
      const cut = await cutOffAfter(url, Math.floor(requests * part), (at) =>
        muted(() => importInto(project, kind, at)),
      );
      expect(cut.result.status).toBe('rejected');
      await muted(() => importInto(project, kind));
      expect(await standsIn(project)).toEqual(whole);
    }
  });
});

/** Changes a text in a file of a source. */
async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

describe('what was taken over before', () => {
  it.each([
    [
      'mlflow',
      'mlruns/1/meta.yaml',
      'name: churn',
      'name: attrition',
      /"attrition" of an experiment that is "churn" here/,
    ],
    [
      'mlflow',
      'mlruns/models/churn/version-1/meta.yaml',
      's3://m/1',
      's3://theirs/1',
      /churn, version 1: .* s3:\/\/m\/1\./,
    ],
    ['kubeflow', 'registry.json', 's3://m/2', 's3://theirs/2', /churn n2: .* s3:\/\/m\/2\./],
  ])('stays as it is where the source, of %s, says otherwise: in %s %s is %s', async (kind, path, from, to, word) => {
    const project = await makeProject(`${kind}-${to}`);
    await muted(() => importInto(project, kind));
    const changes = await changesIn(project);
    await change(join(directory, path), from, to);
    expect(await printed(() => importInto(project, kind))).toMatch(word);
    expect(await changesIn(project)).toEqual(changes);
    await change(join(directory, path), to, from);
  });

  it('is no other one where its files have a place by now, its run another name or its experiment another word', async () => {
    const project = await makeProject('kubeflow-completed');
    const file = join(directory, 'registry.json');
    await change(file, 's3://m/1', '');
    await muted(() => importInto(project, 'kubeflow'));
    const changes = await changesIn(project);
    await change(file, '"uri":""', '"uri":"s3://m/1"');
    await change(file, '"modelSourceId":"r1"', '"modelSourceId":"r1","modelSourceName":"renamed"');
    expect(await printed(() => importInto(project, 'kubeflow'))).toContain('4 there already');
    expect(await changesIn(project)).toEqual(changes);
    await muted(() => importInto(project, 'prov'));
    const told = await changesIn(project);
    await muted(() => importInto(project, 'prov', url, '--experiment', 'renamed'));
    expect(await changesIn(project)).toEqual(told);
  });

  it('is known wherever the log directory of TensorBoard lies by now, also where its files lie in that itself', async () => {
    const project = await makeProject('tensorboard-moved');
    const importFrom = (folder: string) =>
      muted(() =>
        headwaterProgram('0').parseAsync(['import', 'tensorboard', folder, '--url', url, '--project', project], {
          from: 'user',
        }),
      );
    const first = join(directory, 'logs/first');
    await importFrom(first);
    const changes = await changesIn(project);
    await rename(first, join(directory, 'elsewhere'));
    await importFrom(join(directory, 'elsewhere'));
    expect(await changesIn(project)).toEqual(changes);
  });

  it('is not taken over again where a Git repository was renamed, nor mixed with another one of its name', async () => {
    const git = (...args: string[]) => run('git', ['-C', sources.dvc ?? '', ...args]);
    const project = await makeProject('dvc-renamed');
    await git('remote', 'add', 'origin', 'https://git.example.org/us/churn.git');
    await muted(() => importInto(project, 'dvc'));
    const changes = await changesIn(project);

    await git('remote', 'set-url', 'origin', 'https://git.example.org/them/churn');
    await muted(() => importInto(project, 'dvc'));
    await git('remote', 'set-url', 'origin', 'https://git.example.org/us/attrition.git');
    await expect(muted(() => importInto(project, 'dvc'))).rejects.toThrow(/taken over as "churn" before/);
    await muted(() => importInto(project, 'dvc', url, '--name', 'churn'));

    const { dvc = '' } = await writeSmallSources(join(directory, 'theirs'));
    await run('git', ['-C', dvc, 'remote', 'add', 'origin', 'https://git.example.org/theirs/churn.git']);
    const args = ['import', 'dvc', dvc, '--url', url, '--project', project];
    await expect(muted(() => headwaterProgram('0').parseAsync(args, { from: 'user' }))).rejects.toThrow(
      /"churn" is another repository here/,
    );
    expect(await changesIn(project)).toEqual(changes);
  });
});
