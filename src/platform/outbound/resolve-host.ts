import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import pLimit from 'p-limit';

/** All addresses of a host name. Throws where it has none, or nobody says so in time. */
export type ResolveHost = (name: string) => Promise<readonly string[]>;

const TIMEOUT_MS = 2_000;
const TRIES = 2;
/** Look-ups by the system take threads that files need, too, and may hang as long as the other side likes. */
const BY_THE_SYSTEM = 2;

/**
 * Asks the name servers, and for names that they don't know (`localhost`, those of /etc/hosts, short ones) the system. In this order, because a name
 * server that never answers must hold up nobody else.
 */
export function createHostResolver(): ResolveHost {
  const system = pLimit(BY_THE_SYSTEM);
  const bySystem = (name: string) =>
    system(async () => (await lookup(name, { all: true })).map(({ address }) => address));
  return async (name) => {
    const literal = name.startsWith('[') ? name.slice(1, -1) : name;
    if (isIP(literal) !== 0) return [literal];
    if (!name.includes('.')) return bySystem(name);
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    const failed = four.status === 'rejected' ? (four.reason as NodeJS.ErrnoException) : undefined;
    if (failed?.code === 'ENOTFOUND' || failed?.code === 'ENODATA' || failed?.code === 'ECONNREFUSED')
      return bySystem(name);
    throw failed ?? new Error(`${name} has no address`);
  };
}
