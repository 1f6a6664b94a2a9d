import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds the service into few files, with what npm installed inside: a process loads them in less than half of the time that a thousand take
 * one by one. Does nothing where the files are there and were made from the same sources and packages.
 */
const HERE = import.meta.dirname;
const MADE_FROM = join(HERE, 'dist/.made-from');

/** What stays outside: a program for this machine, what only development installs, and what nobody installs. */
const OUTSIDE = [/^@duckdb\//, /^(?:vega-datasets|ml-matrix|@photostructure\/tz-lookup)$/, /^class-validator$/];

const digest = digestOf(
  ['src', 'migrations', 'packages/client/src', 'packages/embedded-postgres/src'],
  // The last is npm's own list of what is installed.
  ['build-server.js', 'package.json', 'tsconfig.json', 'node_modules/.package-lock.json'],
);
if (!existsSync(join(HERE, 'dist/main.js')) || read(MADE_FROM).toString() !== digest) {
  // Loaded on demand: it takes longer than to find out that it isn't needed.
  const { build } = await import('rolldown');
  await build({
    input: {
      main: 'src/main.ts',
      // Programs of their own, which others start by their path.
      backend: 'src/processes/backend.ts',
      'duckdb-child': 'src/tables/parquet/duckdb/duckdb-child.ts',
      'lineage-events-worker': 'src/integrations/openlineage/reading/events-worker.ts',
      'flights-child': 'src/demo/flights/flights-child.ts',
    },
    cwd: HERE,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: OUTSIDE,
    output: {
      dir: 'dist',
      // All side by side: a program is found beside the file that starts it, wherever the bundler put that.
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      sourcemap: true,
      // Entities and migrations are known by the names of their classes.
      keepNames: true,
    },
  });
  writeFileSync(MADE_FROM, digest);
}

function digestOf(directories, files) {
  const hash = createHash('sha256');
  const within = (directory) =>
    readdirSync(join(HERE, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  for (const path of [...directories.flatMap(within), ...files.map((file) => join(HERE, file))].sort())
    hash
      .update(`${path.slice(HERE.length)}\0`)
      .update(read(path))
      .update('\0');
  return hash.digest('hex');
}

/** Empty where there is none. */
function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.of();
  }
}
