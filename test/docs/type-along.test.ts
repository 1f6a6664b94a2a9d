import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKOUT } from '../architecture/source-files.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { shellBlocks, withoutChance } from './blocks.js';
import { type Desk, makeDesk } from './desk.js';

const HERE = 'http://127.0.0.1:4000';
let app: AppUnderTest;
let desk: Desk;

beforeAll(async () => {
  app = await startAppWithDemo();
  desk = await makeDesk({ url: await app.listen() });
});

afterAll(async () => {
  await app.close();
  await desk.close();
});

describe('what can be typed along beside the demo', () => {
  it('prints in the README what it says', async () => {
    const asked = (await shellBlocks('README.md')).filter(({ commands }) => commands.includes(HERE));

    expect(asked).toHaveLength(1);
    for (const { commands, output } of asked)
      expect(JSON.parse(withoutChance(await desk.type(commands)))).toEqual(JSON.parse(withoutChance(output)));
  });

  it('prints in the guide what it says', async () => {
    const blocks = await shellBlocks('docs/guide.md');

    expect(blocks.length).toBeGreaterThan(1);
    for (const { commands, output } of blocks) {
      const printed = withoutChance(await desk.type(commands)).split('\n');
      const wanted = withoutChance(output).split('\n');
      // Between them stands how far it has come.
      expect(printed.filter((line) => wanted.includes(line))).toEqual(wanted);
    }
  });

  it('has every file that a command takes, and names every example', async () => {
    const examples = await readdir(join(CHECKOUT, 'examples'), { withFileTypes: true });
    const pages = ['README.md', 'docs/guide.md'].map((page) => readFile(CHECKOUT + page, 'utf8'));
    const overview = await readFile(join(CHECKOUT, 'examples/README.md'), 'utf8');
    const taken = [...(await Promise.all(pages)).join().matchAll(/examples\/([\w-]+\.(?!md)\w+)/g)].map(
      ([, name]) => name,
    );

    const files = examples.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect([...new Set(taken), 'README.md'].toSorted()).toEqual(files.toSorted());
    for (const { name } of examples.filter((entry) => entry.isDirectory())) expect(overview).toContain(`](${name}`);
  });
});

/** Which test types the lines of shell of which page; or why none does. */
const TYPED: Readonly<Record<string, string>> = {
  'README.md': 'test/docs/type-along.test.ts',
  'CONTRIBUTING.md': 'It is how this very suite is run.',
  'clients/python/README.md': 'The package is not on PyPI; test/clients/python builds and installs its wheel.',
  'docs/access.md': 'test/docs/access-page.test.ts',
  'docs/changes-and-webhooks.md': 'A stream without end, and a command of NATS; test/changes has both.',
  'docs/dvc.md': 'test/commands/import/dvc.test.ts',
  'docs/feast.md': 'test/integrations/feast/sdk.test.ts',
  'docs/guide.md': 'test/docs/type-along.test.ts',
  'docs/kubeflow.md': 'It needs a registry of Kubeflow; test/commands/import has what one answers.',
  'docs/mlflow.md': 'test/commands/import/mlflow.test.ts',
  'docs/openlineage.md':
    'Spark and dbt are what is started there; test/integrations/openlineage replays what they send.',
  'docs/prov.md': 'test/commands/import/prov.test.ts imports such files under other names.',
  'docs/python.md': 'test/clients/python installs the wheel; the extras are those of the examples.',
  'docs/tensorboard.md': 'test/commands/import/tensorboard.test.ts',
  'docs/tracking.md': 'Ids of runs stand in it as they come; test/commands/runs and test/artifacts have the requests.',
  'examples/django/README.md': 'test/examples/examples.test.ts',
  'examples/fastapi/README.md': 'test/examples/examples.test.ts',
  'examples/flask/README.md': 'test/examples/examples.test.ts',
  'examples/next-delay/README.md': 'test/examples/examples.test.ts',
  'examples/pytorch/README.md': 'test/clients/python/package.test.ts',
  'examples/scikit-learn/README.md': 'test/examples/examples.test.ts',
};

describe('the pages', () => {
  it('have lines of shell that a test types along, or it is said why none does', async () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'clients/python/README.md'];
    for (const folder of ['docs', 'examples'])
      for (const name of await readdir(join(CHECKOUT, folder), { recursive: true }))
        if (name.endsWith('.md')) pages.push(`${folder}/${name}`);
    const blocks = await Promise.all(pages.map(shellBlocks));
    const tests = Object.values(TYPED).filter((test) => test.endsWith('.test.ts'));

    expect(pages.filter((_, place) => blocks[place]?.length !== 0).toSorted()).toEqual(Object.keys(TYPED).toSorted());
    expect(tests.filter((test) => !existsSync(join(CHECKOUT, test)))).toEqual([]);
  });

  it('link only to what is there', async () => {
    const docs = (await readdir(join(CHECKOUT, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
    const examples = await readdir(join(CHECKOUT, 'examples'), { recursive: true });
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...docs.map((name) => `docs/${name}`),
      ...examples.filter((name) => name.endsWith('.md')).map((name) => `examples/${name}`),
    ];
    const broken: string[] = [];
    for (const page of pages)
      for (const [, link = ''] of (await readFile(CHECKOUT + page, 'utf8')).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
        if (!existsSync(join(CHECKOUT, dirname(page), link))) broken.push(`${page}: ${link}`);

    expect(broken).toEqual([]);
  });
});
