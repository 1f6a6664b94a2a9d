import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { type AddressBlock, isAllowed, whyNotSendTo } from './address-rules.js';
import { readBeginning } from './read-beginning.js';
import type { ResolveHost } from './resolve-host.js';

export interface OutboundLimits {
  /** Milliseconds until there is a connection, until the answer begins, and for everything. */
  readonly connectMs: number;
  readonly headersMs: number;
  readonly wholeMs: number;
  /** Bytes of the answer that are read; the rest is not waited for. */
  readonly answerBytes: number;
}

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body. */
  readonly body: Buffer;
}

/** Milliseconds for each of the addresses of a name, which may be far away. */
const ATTEMPTS = { autoSelectFamilyAttemptTimeout: 1_000 };

/** Nothing was sent, or no answer came; the message says why. */
export class NotSentError extends Error {}

/**
 * Posts to addresses that strangers have named. The name is looked up once, every address that it has is checked, and the connection goes to what was
 * checked, whatever the name has become meanwhile; redirects are answers like others; and nothing that the other side does takes longer, or more
 * memory, than the limits say.
 */
export class OutboundSender {
  constructor(
    private readonly resolve: ResolveHost,
    private readonly allowed: readonly AddressBlock[],
    private readonly limits: OutboundLimits,
  ) {}

  /** Throws NotSentError. */
  async post(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    const { wholeMs } = this.limits;
    const ending = new AbortController();
    const end = (why: string) => ending.abort(new NotSentError(why));
    const stop = () => end('the service is being stopped');
    const timer = setTimeout(() => end(`no answer within ${wholeMs} ms`), wholeMs);
    signal.addEventListener('abort', stop);
    try {
      if (signal.aborted) stop();
      const url = new URL(request.url);
      return await this.send(url, request, await this.checkedAddresses(url, ending.signal), ending.signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  private send(
    url: URL,
    request: OutboundRequest,
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const { connectMs, headersMs, answerBytes } = this.limits;
    return new Promise((resolve, reject) => {
      const out = this.open(url, request, addresses);
      const end = (why: string) => {
        reject(new NotSentError(why));
        out.destroy();
      };
      const stop = () => end((signal.reason as Error).message);
      const connecting = setTimeout(() => end(`no connection within ${connectMs} ms`), connectMs);
      const waiting = setTimeout(() => end(`no answer within ${headersMs} ms`), headersMs);
      signal.addEventListener('abort', stop);
      const settle = () => {
        clearTimeout(connecting);
        clearTimeout(waiting);
        signal.removeEventListener('abort', stop);
      };
      out.once('socket', (socket) => {
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
      });
      out.on('error', (error) => end(error.message));
      out.once('upgrade', () => end('it wants to speak something else than HTTP'));
      let answered = false;
      out.once('response', (answer: IncomingMessage) => {
        answered = true;
        settle();
        const { statusCode: status = 0, headers } = answer;
        // Its status is known: whatever becomes of the body, that is the answer.
        void readBeginning(answer, answerBytes, signal).then((body) => resolve({ status, headers, body }));
      });
      out.once('close', () => {
        settle();
        // If there was an answer, it has been given.
        if (!answered) end('it closed the connection without an answer');
      });
      if (signal.aborted) stop();
      else out.end(request.body);
    });
  }

  /** Throws NotSentError where one of them may not be sent to: a name that leads to both sides is no mistake. */
  private async checkedAddresses(url: URL, signal: AbortSignal): Promise<readonly string[]> {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new NotSentError(`${url.protocol} is not HTTP`);
    const addresses = await this.addressesOf(url.hostname, signal);
    if (addresses.length === 0) throw new NotSentError(`${url.hostname} has no address`);
    for (const address of addresses) {
      const why = whyNotSendTo(address, this.allowed);
      if (why !== undefined) throw new NotSentError(`${url.hostname} leads nowhere that may be posted to: ${why}`);
      if (url.protocol === 'http:' && !isAllowed(address, this.allowed))
        throw new NotSentError('over the internet only https is sent');
    }
    return addresses;
  }

  private addressesOf(name: string, signal: AbortSignal): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(new NotSentError(`${name} was not found in time`));
      signal.addEventListener('abort', stop);
      this.resolve(name)
        .then(resolve, (error: Error) =>
          reject(new NotSentError(`${name} has no address that can be found: ${error.message}`)),
        )
        .finally(() => signal.removeEventListener('abort', stop));
    });
  }

  private open(url: URL, { headers, body }: OutboundRequest, addresses: readonly string[]): ClientRequest {
    const open = url.protocol === 'https:' ? tlsRequest : plainRequest;
    return open({
      protocol: url.protocol,
      // Node asks `lookup` for names alone, and an address has been checked as it stands.
      hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
      port: url.port === '' ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
      // Each has a connection of its own: one that is kept would still lead where its name once led.
      agent: false,
      ...ATTEMPTS,
      lookup: lookupAmong(addresses),
    });
  }
}

/** Knows only these, whatever name is asked for. */
function lookupAmong(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, callback) => {
    if (all === true) callback(null, known);
    else callback(null, known[0]?.address ?? '', known[0]?.family);
  };
}
