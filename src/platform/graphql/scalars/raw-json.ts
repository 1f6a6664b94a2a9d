import { randomBytes } from 'node:crypto';

/**
 * JSON text that goes into the response as it is: stored feature values never become JavaScript objects.
 * While a response is stringified it stands in the tree as a random token, which is then replaced by the text.
 */
export class RawJson {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return collector === undefined ? JSON.parse(this.text) : collector.add(this.text);
  }
}

/** Gathers the raw texts met during one synchronous JSON.stringify. */
class Collector {
  readonly texts: string[] = [];

  add(text: string): string {
    this.texts.push(text);
    return TOKEN;
  }
}

/** Unguessable, so no stored string can be mistaken for it. */
const TOKEN = `raw:${randomBytes(18).toString('base64url')}`;
const QUOTED_TOKEN = JSON.stringify(TOKEN);

// JSON.stringify passes no context to toJSON; it is synchronous, so one variable for its duration is safe.
let collector: Collector | undefined;

/** JSON.stringify that splices every RawJson in as text. */
export function stringifyWithRawJson(value: unknown): string {
  const current = new Collector();
  collector = current;
  let text: string;
  try {
    text = JSON.stringify(value);
  } finally {
    collector = undefined;
  }
  if (current.texts.length === 0) return text;
  const pieces = text.split(QUOTED_TOKEN);
  let spliced = pieces[0] ?? '';
  for (const [index, raw] of current.texts.entries()) spliced += raw + (pieces[index + 1] ?? '');
  return spliced;
}
