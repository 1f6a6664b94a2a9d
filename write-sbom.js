import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Prints what production installs as a CycloneDX bill of materials. npm writes it, of a copy of the lock file without what only development needs:
 * its own `--omit dev` also leaves out what both need.
 */
const HERE = import.meta.dirname;
const directory = mkdtempSync(join(tmpdir(), 'headwater-sbom-'));
try {
  const project = join(directory, 'headwater');
  const lock = JSON.parse(readFileSync(join(HERE, 'package-lock.json'), 'utf8'));
  const packages = Object.fromEntries(
    Object.entries(lock.packages)
      .filter(([, { dev }]) => dev !== true)
      .map(([path, { devDependencies: _, ...rest }]) => [path, rest]),
  );
  mkdirSync(project);
  write(join(project, 'package-lock.json'), { ...lock, packages });
  for (const path of Object.keys(packages).filter((each) => !each.includes('node_modules/'))) {
    mkdirSync(join(project, path), { recursive: true });
    const {
      devDependencies: _,
      scripts: __,
      ...rest
    } = JSON.parse(readFileSync(join(HERE, path, 'package.json'), 'utf8'));
    write(join(project, path, 'package.json'), rest);
  }
  const options = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  process.stdout.write(execFileSync('npm', ['sbom', ...options], { cwd: project, encoding: 'utf8' }));
} finally {
  rmSync(directory, { recursive: true });
}

function write(path, content) {
  writeFileSync(path, JSON.stringify(content));
}
