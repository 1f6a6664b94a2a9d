import { readdir, readFile, readlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { GraphqlClient } from '../support/service/graphql-client.js';
import { type HeadwaterProcess, startHeadwater } from '../support/service/headwater-process.js';

/** A service as it is started by hand, with all its processes; asked over its port. */
export class RunningService extends GraphqlClient {
  private constructor(
    readonly url: string,
    readonly process: HeadwaterProcess,
  ) {
    super(new HeadwaterClient({ url, retries: 0 }));
  }

  static async start(
    databaseUrl: string,
    args: readonly string[] = [],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<RunningService> {
    const environment = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error', ...settings };
    const service = startHeadwater(['serve', ...args], environment);
    return new RunningService(await service.url(), service);
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    this.process.signal('SIGTERM');
    await this.process.exited;
  }

  /** An HTTP request; GET unless it has a body. */
  http(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { ...(init.body != null && { method: 'POST', duplex: 'half' }), ...init });
  }

  /** A lookup as inference services make them. */
  lookUp(feature: string, entities: unknown): Promise<Response> {
    return this.http('/v1/features', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ features: [feature], entities }),
    });
  }

  /** How many requests of a route the process with these roles has answered. */
  async answered(role: string, route: string): Promise<number> {
    const figures = await (await this.http('/metrics')).text();
    const own = new RegExp(`^headwater_http_request_seconds_count\\{route="${route}",.*role="${role}"\\} (\\d+)`, 'gm');
    return [...figures.matchAll(own)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** The process that does everything but lookups; undefined while there is none. */
  async backend(): Promise<number | undefined> {
    const { pid: parent } = this.process;
    for (const pid of (await read(`/proc/${parent}/task/${parent}/children`)).trim().split(' ').map(Number))
      if ((await read(`/proc/${pid}/cmdline`)).includes('backend.js') && (await lives(pid))) return pid;
    return undefined;
  }
}

/** The directories of the sockets on which a process listens. */
export async function socketDirectories(pid: number): Promise<string[]> {
  const files = await readdir(`/proc/${pid}/fd`);
  const links = new Set(await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))));
  const lines = (await read('/proc/net/unix')).split('\n').map((line) => line.split(/\s+/));
  return lines.flatMap(([, , , , , , inode, path]) =>
    path !== undefined && links.has(`socket:[${inode}]`) ? [dirname(path)] : [],
  );
}

/** Whether a process is there; one that nobody has waited for is not. */
export async function lives(pid: number): Promise<boolean> {
  const stat = await read(`/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
