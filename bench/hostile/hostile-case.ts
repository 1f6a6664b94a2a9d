/** Something that a stranger may send. */
export interface HostileCase {
  readonly work: string;
  /** Sends it, waits for its end, and says in a word or two how it was answered. */
  readonly send: (url: string) => Promise<string>;
}

/** Where the cases find something to ask for. */
export interface HostileTargets {
  /** A feature set of 200 FLOAT64 with rows for the keys 1 to 10,000 of `user_id`. */
  readonly wide: string;
  /** A feature set of one STRING `note`. */
  readonly text: string;
}

/** Posts a body; gives status and code. */
export async function post(url: string, path: string, type: string, body: string | Uint8Array): Promise<string> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: body as string,
    signal: AbortSignal.timeout(120_000),
  });
  return describeAnswer(response.status, await response.text());
}

export function postJson(url: string, path: string, body: unknown): Promise<string> {
  return post(url, path, 'application/json', typeof body === 'string' ? body : JSON.stringify(body));
}

export function describeAnswer(status: number, text: string): string {
  const [, code] =
    /"code":"([A-Z_]+)"/.exec(text.slice(-2_000)) ?? /"code":"([A-Z_]+)"/.exec(text.slice(0, 20_000)) ?? [];
  return `${status} ${code ?? `${text.length.toLocaleString('en')} bytes`}`;
}
