import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../platform/telemetry/logger.js';
import type { AccessMode, AccessState } from './access-state.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

export interface OpenAccessOptions {
  /** The address to listen on. */
  readonly host: string;
  readonly mode: AccessMode;
  readonly logger: Logger;
}

/** Before a service listens: refuses an address that others reach while everybody may do everything, unless that is what was set. Then says that it is so. */
export function watchOpenAccess(app: FastifyInstance, state: AccessState, options: OpenAccessOptions): void {
  const { host, mode, logger } = options;
  app.addHook('onReady', async () => {
    if (mode === 'open' || (await isLoopback(host)) || !(await state.look())) return;
    throw new Error(
      `HOST is ${JSON.stringify(host)}, which others reach, and everybody might do everything there. Make a key first (headwater keys create --role OWNER), or set ACCESS=required, or OIDC_ISSUER; ACCESS=open leaves it open to all.`,
    );
  });
  app.addHook('onListen', async () => {
    if (!(await state.look())) return;
    const how =
      mode === 'open' ? ', as ACCESS=open says' : '; the first key (headwater keys create --role OWNER) closes it';
    const text = `access is open: whoever reaches ${host} may do everything${how}`;
    // Among one's own processes that is how everybody begins.
    if (await isLoopback(host)) logger.info(text);
    else logger.warn(text);
  });
}

/** A name may stand for several addresses; others may reach one of them. */
async function isLoopback(host: string): Promise<boolean> {
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.every(({ address, family }) => LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4'));
}
