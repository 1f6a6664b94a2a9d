import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasPython, pythonWith } from '../../../support/foreign/python.js';
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
let checked: ReadonlyMap<string, string | null>;

const isThere = await hasPython();
// Where there is no Python, or none that is new enough, nothing can be said of its client.
const when = isThere ? describe : describe.skip;

when('the client of MLflow as it is on PyPI, pointed here', () => {
  beforeAll(async () => {
    app = await startAppUnderTest();
    const python = await pythonWith(MLFLOW_CLIENT);
    const url = await app.listen();
    const program = `import runpy, sys; sys.argv[0] = '${HERE}run_suite.py'; runpy.run_path(sys.argv[0], run_name='__main__')`;
    const printed = await python(program, HERE, url, ...MODULES);
    const lines = printed.split('\n').filter((line) => line.startsWith('{"name"'));
    checked = new Map(lines.map((line) => JSON.parse(line) as Checked).map(({ name, problem }) => [name, problem]));
  }, 300_000);

  afterAll(() => app.close());

  it.each(MODULES.flatMap(checksOf))('%s', (name) => {
    expect(checked.get(name)).toBeNull();
  });

  /** Kinds and names of what a node comes from and goes into. */
  async function lineageOf(ref: string): Promise<string[]> {
    const { lineage } = await app.graphql<{ lineage: { nodes: { node: { kind: string; name: string } }[] } }>(
      `{ lineage(of: ["${ref}"], depth: 10) { nodes { node { kind name } } } }`,
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
