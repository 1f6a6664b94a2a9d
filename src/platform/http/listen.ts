import { lookup } from 'node:dns/promises';
import type { FastifyInstance } from 'fastify';

const FIRST_PORT = 4000;
const LAST_PORT = 4099;

/** Listens on `port`; when it is undefined on 4000, or on the next free port if that is taken. Returns the URL. */
export async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<string> {
  if (port !== undefined) return listenAt(app, host, port);
  for (let candidate = FIRST_PORT; candidate <= LAST_PORT; candidate++) {
    try {
      return await listenAt(app, host, candidate);
    } catch (error) {
      if (codeOf((error as Error).cause) !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`Every port from ${FIRST_PORT} to ${LAST_PORT} is taken; choose one with PORT.`);
}

async function listenAt(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host: await addressOf(host), port });
  } catch (cause) {
    throw new Error(whyNot(host, port, cause as Error), { cause });
  }
}

/**
 * One address, and of several the one that every client knows. Of `localhost` Fastify would listen on all, each with a server of its own, which none
 * of the limits on connections knows.
 */
async function addressOf(host: string): Promise<string> {
  const addresses = await lookup(host, { all: true });
  return (addresses.find(({ family }) => family === 4) ?? addresses[0])?.address ?? host;
}

function whyNot(host: string, port: number, error: Error): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken; choose another one with PORT, or 0 for any that is free.`;
    case 'EACCES':
      return `This account may not listen on port ${port}; choose one from 1024 with PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST is ${JSON.stringify(host)}, which is no address of this machine; 127.0.0.1 is for this machine alone, 0.0.0.0 for all who reach it.`;
    default:
      return `Can't listen on port ${port} of ${host}: ${error.message}`;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
