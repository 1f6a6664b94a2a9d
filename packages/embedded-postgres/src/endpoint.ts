import { rmSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { createServer, type ListenOptions } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Account, giveTo } from './account/account.js';
import { DATABASE, ROLE } from './account/password.js';
import { canReach } from './account/unprivileged-account.js';

/** Where the server listens: a Unix socket in a directory of its own, or a port of 127.0.0.1. Nothing else ever. */
export type Endpoint =
  | { readonly kind: 'socket'; readonly host: string; readonly port: number }
  | { readonly kind: 'port'; readonly host: '127.0.0.1'; readonly port: number };

/** Only a part of the socket's name, since nothing listens on a port. */
const SOCKET_PORT = 5432;
/** macOS has room for 104 bytes, Linux for 108; both with a terminating zero. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET_DIR_PREFIX = 'headwater-pg-';

/** A private socket directory where the account can use one, else a free port. */
export async function openEndpoint(account: Account | undefined): Promise<Endpoint> {
  for (const parent of new Set([resolve(tmpdir()), '/tmp'])) {
    const directory = await mkdtemp(join(parent, SOCKET_DIR_PREFIX)).catch(() => undefined);
    if (directory === undefined) continue;
    const socket = join(directory, `.s.PGSQL.${SOCKET_PORT}`);
    // Shared folders of virtual machines and some network file systems know no sockets.
    if (Buffer.byteLength(socket) <= LONGEST_SOCKET_PATH && (await listens({ path: socket }))) {
      await giveTo(account, directory);
      if (await canReach(account, directory)) return { kind: 'socket', host: directory, port: SOCKET_PORT };
    }
    await rmdir(directory);
  }
  return { kind: 'port', host: '127.0.0.1', port: await freePort() };
}

/**
 * Removes a socket directory, also one that a killed process left; a path that Headwater did not make is not touched.
 * Synchronous, because it is also done when the process exits.
 */
export function removeSocketDirectory(path: string): void {
  if (basename(path).startsWith(SOCKET_DIR_PREFIX)) rmSync(path, { recursive: true, force: true });
}

/** True while nothing else listens on the endpoint's port. */
export async function isFree(endpoint: Endpoint): Promise<boolean> {
  return endpoint.kind === 'socket' || listens({ host: endpoint.host, port: endpoint.port });
}

/** A connection string for `pg`, `psql` and whatever else uses libpq. A socket directory stands, escaped, as the host. */
export function endpointUrl({ host, port }: Endpoint, password: string): string {
  // A PGSSLMODE in the caller's environment is meant for other servers; this one has no certificate.
  return `postgres://${ROLE}:${password}@${encodeURIComponent(host)}:${port}/${DATABASE}?sslmode=disable`;
}

/** The server's side of the endpoint. */
export function endpointSettings(endpoint: Endpoint): Readonly<Record<string, string>> {
  return {
    port: String(endpoint.port),
    listen_addresses: endpoint.kind === 'port' ? endpoint.host : '',
    unix_socket_directories: endpoint.kind === 'socket' ? endpoint.host : '',
    unix_socket_permissions: '0700',
  };
}

function listens(options: ListenOptions): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(options, () => server.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
