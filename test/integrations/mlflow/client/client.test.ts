import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shellBlocks } from '../../../docs/blocks.js';
import { makeDesk } from '../../../docs/desk.js';
import { hasPython, pythonWith } from '../../../support/foreign/python.js';
import { makeKey } from '../../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { MLFLOW_CLIENT } from '../python-packages.js';

const HERE = fileURLToPath(new URL('./', import.meta.url));
const MODULES = ['tracking', 'artifacts', 'registry', 'models', 'evaluation', 'extras'] as const;

/** The checks of a module, by name. */
function checksOf(module: string): string[] {
  return [...readFileSync(`${HERE}${module}.py`, 'utf8').matchAll(/^def (test_\w+)/gm)].map(([, name = '']) => name);
}

interface Checked {
  readonly name: string;
  readonly problem: string | null;
}

let app: AppUnderTest;
let key: string;
let checked: ReadonlyMap<string, string | null>;

const isThere = await hasPython();
// Where there is no Python, or none that is new enough, nothing can be said of its client.
const when = isThere ? describe : describe.skip;

when('the client of MLflow as it is on PyPI, pointed here', () => {
  beforeAll(async () => {
    app = await startAppUnderTest();
    ({ key } = await makeKey(app, { role: 'OWNER' }));
    const python = await pythonWith(MLFLOW_CLIENT, await variablesOfPage(await app.listen()));
    const program = `import runpy, sys; sys.argv[0] = '${HERE}run_suite.py'; runpy.run_path(sys.argv[0], run_name='__main__')`;
    const printed = await python(program, HERE, ...MODULES);
    const lines = printed.split('\n').filter((line) => line.startsWith('{"name"'));
    checked = new Map(lines.map((line) => JSON.parse(line) as Checked).map(({ name, problem }) => [name, problem]));
  }, 300_000);

  afterAll(() => app.close());

  /** What is exported where somebody has typed what the page says: where runs go, and who asks. */
  async function variablesOfPage(url: string): Promise<Record<string, string>> {
    const desk = await makeDesk({ url });
    const [block] = await shellBlocks('docs/mlflow.md');
    const exported = await desk.type(`${block?.commands.replace('hw_…', key)}env -0`).finally(desk.close);
    return Object.fromEntries(
      [...exported.matchAll(/(MLFLOW_TRACKING_\w+)=([^\0]*)\0/g)].map((found) => found.slice(1)),
    );
  }

  it.each(MODULES.flatMap(checksOf))('%s', (name) => {
    expect(checked.get(name)).toBeNull();
  });

  /** Kinds and names of what a node comes from and goes into. */
  async function lineageOf(ref: string): Promise<string[]> {
    const { lineage } = await app.graphql<{ lineage: { nodes: { node: { kind: string; name: string } }[] } }>(
      `{ lineage(of: ["${ref}"], depth: 10) { nodes { node { kind name } } } }`,
      {},
      { key },
    );
    return lineage.nodes.map(({ node }) => `${node.kind} ${node.name}`);
  }

  it('leaves what it logged in the graph, from the data to the version', async () => {
    const found = await lineageOf('line@1');

    expect(found).toEqual(expect.arrayContaining(['DATASET_VERSION frame', 'LOGGED_MODEL line', 'EXPERIMENT models']));
    expect(found.filter((each) => each.startsWith('RUN '))).toHaveLength(1);
  });

  it('leaves there what a model was evaluated on', async () => {
    expect(await lineageOf('late@1')).toEqual(
      expect.arrayContaining(['DATASET_VERSION flights held out', 'LOGGED_MODEL late', 'EXPERIMENT evaluated']),
    );
  });
});
