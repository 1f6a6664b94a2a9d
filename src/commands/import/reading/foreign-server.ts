import { parseJson } from './json.js';

/** Bytes of one answer: pages hold a thousand runs at most. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Redirects of one request. */
const MOST_HOPS = 5;
/** Milliseconds until an answer begins, and between two of its pieces. */
const PATIENCE_MS = 120_000;
/** Pages of one list: a server that never comes to an end is none that holds so much. */
const MOST_PAGES = 1_000_000;

export interface ServerOptions {
  readonly url: string;
  readonly authorization?: string | undefined;
  readonly patienceMs?: number;
}

/** A server of another tool, which may be slow, lie or never end: what it answers is bounded in time, bytes and pages, and it sends nobody elsewhere. */
export class ForeignServer {
  private readonly base: URL;

  constructor(private readonly options: ServerOptions) {
    this.base = new URL(`${options.url.replace(/\/+$/, '')}/`);
  }

  get url(): string {
    return this.options.url;
  }

  /** An answer in JSON, whatever it holds. Throws for every other, with its beginning. */
  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await this.send(path, init);
    return parseJson(await textOf(response, this.url), `What ${this.url} answered to ${path.split('?')[0]}`);
  }

  /** An answer of any length, as it comes; a status that is no success is an error, except for those that are `allowed`. */
  async send(path: string, init: RequestInit = {}, allowed: readonly number[] = []): Promise<Response> {
    const { authorization, patienceMs = PATIENCE_MS } = this.options;
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(authorization !== undefined && { authorization }),
    };
    const patience = new Patience(patienceMs);
    let url = new URL(path, this.base);
    for (let hops = 0; ; hops++) {
      const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: patience.signal }).catch(
        (error: Error & { cause?: { code?: string } }) => {
          throw new Error(
            `${this.url} does not answer (${patience.isOver ? `in ${patienceMs / 1_000} s` : (error.cause?.code ?? error.message)}).`,
          );
        },
      );
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (location === null) {
        const answer = patience.over(response);
        if (response.ok || allowed.includes(response.status)) return answer;
        const text = (await textOf(answer, this.url)).slice(0, 500);
        throw new Error(`${this.url} answered ${response.status} to ${path.split('?')[0]}: ${text}`);
      }
      await response.body?.cancel();
      url = this.follow(url, location, hops);
    }
  }

  /** Every page of a list. `tokenOf` gives what asks for the next; one that came before would go round for ever. */
  async *pages<Page>(read: (token: string | undefined) => Promise<Page>, tokenOf: (page: Page) => string | undefined) {
    const seen = new Set<string>();
    for (let token: string | undefined; ; ) {
      const page = await read(token);
      yield page;
      token = tokenOf(page) || undefined;
      if (token === undefined) return;
      if (seen.has(token) || seen.size >= MOST_PAGES)
        throw new Error(
          `${this.url} gives pages without end: its token ${JSON.stringify(token.slice(0, 100))} came before.`,
        );
      seen.add(token);
    }
  }

  /** Elsewhere may be a machine that only this one reaches, so only the same host is gone on with. */
  private follow(from: URL, location: string, hops: number): URL {
    const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    const isSame =
      to?.hostname === from.hostname &&
      (to.host === from.host || to.protocol === 'https:') &&
      /^https?:$/.test(to.protocol);
    if (to === undefined || !isSame || (from.protocol === 'https:' && to.protocol === 'http:'))
      throw new Error(
        `${this.url} sends to ${JSON.stringify(location.slice(0, 200))}, which is another place; name that one if it is meant.`,
      );
    if (hops >= MOST_HOPS)
      throw new Error(`${this.url} sends from one place to the next, more than ${MOST_HOPS} times.`);
    return to;
  }
}

/** Ends a request of which nothing has come for too long. */
class Patience {
  isOver = false;
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private answer: TransformStreamDefaultController<Uint8Array> | undefined;

  constructor(private readonly ms: number) {
    this.renew();
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** The same answer, each piece of which renews it. */
  over(response: Response): Response {
    const { body, status, headers } = response;
    if (body === null) {
      this.stop();
      return response;
    }
    const watched = new TransformStream<Uint8Array, Uint8Array>({
      start: (stream) => {
        this.answer = stream;
      },
      transform: (chunk, stream) => {
        this.renew();
        stream.enqueue(chunk);
      },
      flush: () => this.stop(),
    });
    return new Response(body.pipeThrough(watched), { status, headers });
  }

  private renew(): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.isOver = true;
      const problem = new Error(`The answer stopped: nothing came for ${this.ms / 1_000} s.`);
      this.abort.abort(problem);
      // A request may have forgotten its signal by now.
      this.answer?.error(problem);
    }, this.ms);
  }

  private stop(): void {
    clearTimeout(this.timer);
  }
}

async function textOf(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MOST_BYTES)
      throw new Error(`${url} answered with more than ${MOST_BYTES.toLocaleString('en')} bytes at once.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}
