import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environmentWith } from '../../../config.js';

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;
/** The settings of a repository may name programs: none of them is run for reading, and nothing is fetched. */
const SAFELY = ['-c', 'log.showSignature=false', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

export interface Commit {
  readonly id: string;
  /** When it was made, in ISO 8601. */
  readonly time: string;
}

/** A file at a commit; the same blob is the same content. */
export interface TrackedFile {
  readonly path: string;
  readonly blob: string;
}

/** A Git repository, read by Git itself. */
export class GitRepository {
  private constructor(private readonly directory: string) {}

  /** The repository that a directory lies in. Throws where that is none, or where there is no Git. */
  static async open(directory: string): Promise<GitRepository> {
    const top = await new GitRepository(directory).git('rev-parse', '--show-toplevel').catch((error: Error) => {
      throw new Error(`${directory} is no Git repository that can be read: ${error.message.trim().split('\n').at(-1)}`);
    });
    return new GitRepository(top.trim());
  }

  get path(): string {
    return this.directory;
  }

  /** The URL of `origin`, without credentials; undefined where it has none. */
  async remote(): Promise<string | undefined> {
    const url = (await this.git('config', '--get', 'remote.origin.url').catch(() => '')).trim();
    if (url === '') return undefined;
    if (!URL.canParse(url)) return url;
    const parsed = new URL(url);
    [parsed.username, parsed.password] = ['', ''];
    return parsed.href;
  }

  /** The commits up to the one that is checked out, oldest first: all, or only those since a date that Git understands. */
  async commits(since: string | undefined): Promise<Commit[]> {
    const range = since === undefined ? [] : [`--since=${since}`];
    const lines = await this.git('log', '--reverse', '--topo-order', '--format=%H %cI', ...range, 'HEAD');
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', time = ''] = line.split(' ');
        return { id, time };
      });
  }

  /** Every file of a commit. */
  async files(commit: string): Promise<TrackedFile[]> {
    const entries = await this.git('ls-tree', '-r', '-z', '--full-tree', commit);
    return entries
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const tab = entry.indexOf('\t');
        return { path: entry.slice(tab + 1), blob: entry.slice(0, tab).split(' ')[2] ?? '' };
      });
  }

  async has(commit: string): Promise<boolean> {
    return this.git('cat-file', '-e', `${commit}^{commit}`).then(
      () => true,
      () => false,
    );
  }

  /** Whether only the end of its history is here. */
  async isShallow(): Promise<boolean> {
    return (await this.git('rev-parse', '--is-shallow-repository')).trim() === 'true';
  }

  read(blob: string): Promise<string> {
    return this.git('cat-file', 'blob', blob);
  }

  private async git(...args: string[]): Promise<string> {
    const { stdout } = await run('git', ['-C', this.directory, ...SAFELY, ...args], {
      maxBuffer: MOST_BYTES,
      env: environmentWith({ GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' }),
    });
    return stdout;
  }
}
