import { type Endpoint, endpointSettings } from '../endpoint.js';

/** Marks a server as started by the Headwater process with this pid; also shows in `ps`. See `starterOf`. */
export const clusterName = (pid: number) => `headwater-${pid}`;

/** For a laptop or a small virtual machine. Durability (fsync, synchronous_commit, full_page_writes) is left on. */
const DEFAULTS: Readonly<Record<string, string>> = {
  // The online rows of a small feature store stay in memory; the operating system caches the rest.
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  // Sorts and hashes of training sets; per node of a plan, so not more on a laptop.
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  // The pool, a `psql` or two and a few tests; each costs memory.
  max_connections: '60',
  // Parallel plans share memory in /dev/shm, where a container often has only 64 MB; this part they take from elsewhere.
  min_dynamic_shared_memory: '64MB',
  // Compiling costs more than the short statements of a service gain.
  jit: 'off',
  // On SSDs a random read costs little more than the next page.
  random_page_cost: '1.1',
  // Bulk loads: less to write, and fewer checkpoints in between. No replica reads the log.
  wal_compression: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // A statement whose client is gone ends, instead of holding locks, and the files after a crash, until it is done.
  client_connection_check_interval: '2s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** What no caller may change: where the server listens, and what the files beside it rely on. */
const FIXED: Readonly<Record<string, string>> = {
  // %e is the SQLSTATE by which `server-log.ts` tells failures apart.
  log_line_prefix: '%m [%p] %e ',
  log_destination: 'stderr',
  logging_collector: 'off',
};

/** The arguments of `postgres` for a cluster that this process starts; the command line wins over configuration files. */
export function serverArguments(
  clusterDir: string,
  endpoint: Endpoint,
  settings: Readonly<Record<string, string>>,
): string[] {
  const all = {
    ...DEFAULTS,
    ...settings,
    ...FIXED,
    ...endpointSettings(endpoint),
    cluster_name: clusterName(process.pid),
  };
  return ['-D', clusterDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
