import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config.js';
import { RunClient } from '../runs/run-client.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

export const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** What a list says of a file or a folder. */
export interface ListedFile {
  readonly path: string;
  readonly isDir: boolean;
  readonly size: number | null;
}

/** A service whose files lie in a directory of its own, and what its clients do. */
export class ArtifactClient {
  private constructor(
    readonly app: AppUnderTest,
    readonly url: string,
    readonly directory: string,
    readonly runs: RunClient,
  ) {}

  static async start(config: Partial<Config> = {}): Promise<ArtifactClient> {
    const directory = await mkdtemp(join(tmpdir(), 'headwater-artifacts-'));
    const app = await startAppUnderTest({ config: { ARTIFACT_DIR: directory, ...config } });
    return new ArtifactClient(app, await app.listen(), directory, new RunClient(app));
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}/v1/artifacts${path}`, init);
  }

  put(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask(path, { method: 'PUT', body, headers });
  }

  /** All that a folder of a run shows, page by page. */
  async list(node: string, path = '', first = 100): Promise<ListedFile[]> {
    const files: ListedFile[] = [];
    for (let after = ''; ; ) {
      const query = new URLSearchParams({ node, first: String(first), ...(path && { path }), ...(after && { after }) });
      const page = (await (await this.ask(`?${query}`)).json()) as { files?: ListedFile[]; next: string | null };
      if (page.files === undefined) throw new Error(JSON.stringify(page));
      files.push(...page.files);
      if (page.next === null) return files;
      after = page.next;
    }
  }

  /** The contents that are kept, and what is left of uploads. */
  async stored(): Promise<{ contents: string[]; incoming: string[] }> {
    const below = async (folder: string) =>
      (await readdir(join(this.directory, folder), { recursive: true, withFileTypes: true }).catch(() => []))
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
    return { contents: await below('sha256'), incoming: await below('incoming') };
  }
}
