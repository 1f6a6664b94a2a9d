import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the service and PostgreSQL, so that a test can take the database away. */
export interface DatabaseProxy {
  /** The same database, through the proxy. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /** Lets every answer of PostgreSQL come so many milliseconds later. */
  slow(delayMs: number): void;
  /** Lets connections through again. */
  mend(): void;
  close(): Promise<void>;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;
  const server = createServer((client) => {
    const upstream = connect(addressOf(databaseUrl));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    if (isCut) client.destroy();
    else {
      client.pipe(upstream);
      let last = 0;
      upstream.on('data', (chunk) => {
        last = Math.max(last, Date.now() + delayMs);
        setTimeout(() => client.write(chunk), last - Date.now());
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: throughPort(databaseUrl, (server.address() as AddressInfo).port),
    cut() {
      isCut = true;
      breakAll();
    },
    slow(ms) {
      delayMs = ms;
    },
    mend() {
      isCut = false;
      delayMs = 0;
    },
    async close() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The embedded PostgreSQL listens on a Unix socket, whose directory stands in the URL as the host. */
function addressOf(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const host = decodeURIComponent(hostname);
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port: Number(port) };
}

function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}
