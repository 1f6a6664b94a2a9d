import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../architecture/source-files.js';

/** Where pages say that a service is. */
const HERE = /http:\/\/(127\.0\.0\.1|localhost):4000/g;

export interface DeskOptions {
  /** Of the service that is there. */
  readonly url: string;
  /** Where `python` and what is installed beside it are found. */
  readonly python?: string | undefined;
  /** Variables for all that is typed. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A folder in which the lines of a page can be typed as they stand there: `npx headwater` is the program as it was built for the tests, `npm start` has been
 * done, and what `pip install` asks for is there already, and written down.
 */
export interface Desk {
  readonly folder: string;
  /** What the lines print. */
  type(commands: string, env?: Readonly<Record<string, string>>): Promise<string>;
  /** A line that goes on until it is told to stop. */
  begin(line: string, env?: Readonly<Record<string, string>>): ChildProcess;
  /** What pip was asked for, each once. */
  asked(): Promise<string[]>;
  close(): Promise<void>;
}

/** Sets one up beside a service, with the examples and the Python client where they lie in a checkout. */
export async function makeDesk({ url, python, env = {} }: DeskOptions): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-desk-'));
  for (const name of ['examples', 'clients']) await symlink(join(CHECKOUT, name), join(folder, name));
  await writeStubs(join(folder, '.bin'));
  const path = [join(folder, '.bin'), ...(python === undefined ? [] : [dirname(python)]), process.env.PATH].join(':');
  const options = (more: Readonly<Record<string, string>>) => ({
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', HEADWATER_URL: url, PATH: path, ...env, ...more },
  });
  const script = (commands: string) => ['-c', `set -e\n${commands.replaceAll(HERE, url)}`];
  return {
    folder,
    async type(commands, more = {}) {
      try {
        const { stdout } = await promisify(execFile)('bash', script(commands), {
          ...options(more),
          maxBuffer: 1 << 24,
        });
        return stdout;
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${commands}\n${stdout.slice(-4000)}${stderr.slice(-4000)}`);
      }
    },
    begin: (line, more = {}) =>
      spawn('bash', script(line.replace(/(.* && |^)/, '$1exec ')), {
        ...options(more),
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    async asked() {
      const lines = await readFile(join(folder, '.bin/asked'), 'utf8').catch(() => '');
      return [...new Set(lines.split('\n').filter((line) => line !== ''))];
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writeStubs(folder: string): Promise<void> {
  await mkdir(folder);
  const stubs = {
    npx: `[ "$1" = headwater ] || exit 127\nshift\nexec "${process.execPath}" "${CHECKOUT}dist/main.js" "$@"`,
    npm: '[ "$1" = start ]',
    pip: `[ "$1" = install ] || exit 127\nshift\nprintf '%s\\n' "$@" >> "${folder}/asked"`,
  };
  for (const [name, commands] of Object.entries(stubs))
    await writeFile(join(folder, name), `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
}
