import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds for a whole document. */
const PATIENCE_MS = 5_000;
/** An issuer that gave nothing is left alone so long: whoever sends a token meanwhile waits for nobody. */
const REST_MS = 5_000;
const LONGEST = 1_048_576;

/**
 * Reads the documents of an issuer: what it says of itself, and its keys. However long they are, and however slowly they come, little is kept of them and
 * they are not waited for long.
 */
export class IssuerDocuments {
  /** Of a clock that never steps back. */
  private restUntil = 0;

  /** A response whose body is here already. Throws where there is none, or what came a moment ago was of no use. */
  readonly fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (performance.now() < this.restUntil) throw new Error(`${url} gave nothing a moment ago`);
    const isHere = new AbortController();
    try {
      return await Promise.race([read(url, init), tooLate(url, isHere.signal)]);
    } finally {
      isHere.abort();
    }
  };

  /** Says that what came was of no use. */
  rest(): void {
    const now = performance.now();
    // Not for longer because somebody asked meanwhile.
    if (now >= this.restUntil) this.restUntil = now + REST_MS;
  }
}

/** Node's `fetch`, up to version 22, may forget its signal, so nobody relies on that alone. */
async function read(url: string | URL, init: RequestInit): Promise<Response> {
  const until = performance.now() + PATIENCE_MS;
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const body = await wholeBody(response, until);
  return new Response(body, { status: response.status, headers: response.headers });
}

async function tooLate(url: string | URL, isHere: AbortSignal): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { signal: isHere });
  throw new Error(`${url} took longer than ${PATIENCE_MS} ms`);
}

async function wholeBody(response: Response, until: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (performance.now() > until) throw new Error(`${response.url} comes too slowly`);
    if (length > LONGEST) throw new Error(`${response.url} is longer than ${LONGEST} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
