import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shellBlocks } from '../../docs/blocks.js';
import { makeDesk } from '../../docs/desk.js';
import { hasPython, installIn, pythonIn } from '../../support/foreign/python.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { CLIENT_PACKAGES } from './client-packages.js';
import { FRAMEWORK_PACKAGES } from './framework-packages.js';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('../../../clients/python/', import.meta.url));
const MINUTES = 5 * 60_000;

const isThere = await hasPython([3, 10]);
if (!isThere) console.warn('There is no python3 of 3.10 or newer with venv here, so the Python client is not tested.');
const when = isThere ? describe : describe.skip;
// PyTorch for the CPU is not on PyPI, and what is there is too large for each run of the suite.
const withFrameworks = process.env.FRAMEWORKS === undefined ? it.skip : it;

/** What a program prints; what it printed before it failed is in the error. */
async function said(
  python: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = PACKAGE,
) {
  const environment = { ...process.env, NODE_OPTIONS: '', ...env };
  try {
    const { stdout } = await run(python, args, { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`python ${args.join(' ')}\n${stdout?.slice(-8000)}${stderr?.slice(-4000)}`);
  }
}

when('the Python package', () => {
  let app: AppUnderTest;
  let python: string;
  let folder: string;
  let wheel: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headwater-wheel-'));
    [app, python] = await Promise.all([startAppUnderTest(), pythonIn(CLIENT_PACKAGES)]);
    await said(python, ['-m', 'hatchling', 'build', '-t', 'wheel', '-d', folder]);
    wheel = join(folder, (await readdir(folder)).find((name) => name.endsWith('.whl')) ?? '');
    await installIn(join(folder, 'site'), [wheel]);
  }, MINUTES);

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'is a wheel that works against a running service when it is installed alone',
    async () => {
      const info = (await readdir(join(folder, 'site'))).find((name) => name.endsWith('.dist-info')) ?? '';
      const metadata = await readFile(join(folder, 'site', info, 'METADATA'), 'utf8');
      // Beside what it asks for when it is installed without an extra, and nothing else: that is kept between runs.
      const asked = [...metadata.matchAll(/^Requires-Dist: ([^;\n]+)$/gm)].map(([, requirement = '']) => requirement);
      expect(asked).toHaveLength(2);
      const alone = await pythonIn(asked);
      const program = [
        'import headwater',
        'hw = headwater.connect()',
        'assert hw.graphql.search(text="nothing").nodes == []',
        'try: hw.model("nothing")',
        'except headwater.HeadwaterError as error: print(error.code, headwater.__version__)',
      ];
      const printed = await said(alone, ['-c', program.join('\n')], {
        HEADWATER_URL: await app.listen(),
        PYTHONPATH: join(folder, 'site'),
      });

      expect(printed.trim()).toBe('NOT_FOUND 0.1.0');
    },
    MINUTES,
  );

  it(
    'does what its own tests say',
    async () => {
      const printed = await said(python, ['-m', 'pytest', '--tb=short'], {
        HEADWATER_URL: await app.listen(),
        PYTHONPATH: join(folder, 'site'),
      });

      expect(printed).toMatch(/\[100%\]/);
    },
    MINUTES,
  );

  withFrameworks(
    'keeps what PyTorch and Keras train, and follows Lightning and Keras: FRAMEWORKS=1 npm test -- test/clients/python installs them, 7 GB, and tries that',
    async () => {
      const trained = await pythonIn(FRAMEWORK_PACKAGES);
      const env = { HEADWATER_URL: await app.listen(), PYTHONPATH: join(folder, 'site'), OMP_NUM_THREADS: '1' };
      const tests = ['tests/test_torch.py', 'tests/test_keras.py', 'tests/test_lightning.py', 'tests/test_reports.py'];
      const printed = await said(trained, ['-m', 'pytest', '--tb=short', ...tests], env);
      const desk = await makeDesk({ url: env.HEADWATER_URL, python: trained, env });
      const [block] = await shellBlocks('examples/pytorch/README.md');
      const typed = await desk.type(block?.commands ?? '').finally(desk.close);

      expect(printed).toMatch(/\[100%\]/);
      expect(printed).not.toContain('skipped');
      expect(typed).toMatch(/pytorch_delay@1 reads .*distance: a delay of \d/);
      expect(typed).toMatch(/SUCCEEDED: loss .*lightning_delay@1 kept as safetensors/);
    },
    8 * MINUTES,
  );
});
