import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
const LARGEST = 64 * 1024 * 1024;

interface Bill {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly purl: string }[];
}

it('npm run sbom names what production installs, with version and hash, and nothing that only development needs', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'sbom'], { cwd: CHECKOUT, maxBuffer: LARGEST });
  const bill = JSON.parse(stdout) as Bill;
  const { dependencies, devDependencies } = JSON.parse(await readFile(`${CHECKOUT}package.json`, 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const named = new Set(bill.components.map(({ name }) => name));

  expect(bill.bomFormat).toBe('CycloneDX');
  for (const name of Object.keys(dependencies ?? {})) expect(named).toContain(name);
  for (const name of ['jest', 'typescript', '@biomejs/biome'].filter((each) => each in (devDependencies ?? {})))
    expect(named).not.toContain(name);
  // Our own packages come with the release.
  for (const component of bill.components.filter(({ purl }) => !purl.includes('%40headwater/')))
    expect(component).toMatchObject({
      version: expect.any(String),
      hashes: expect.any(Array),
      licenses: expect.any(Array),
    });
}, 60_000);
