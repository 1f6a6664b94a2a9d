import { randomBytes } from 'node:crypto';
import { type JsonText, joinJson } from '../../memory/json-text.js';

/**
 * JSON text that goes into the response as it is: stored feature values never become JavaScript objects.
 * While a response is stringified it stands in the tree as a random token, which is then replaced by the text.
 */
export class RawJson {
  constructor(readonly text: JsonText) {}

  toJSON(): unknown {
    if (collector !== undefined) return collector.add(this.text);
    return JSON.parse(typeof this.text === 'string' ? this.text : Buffer.concat(this.text).toString());
  }
}

/** Gathers the raw texts met during one synchronous JSON.stringify. */
class Collector {
  readonly texts: JsonText[] = [];

  add(text: JsonText): string {
    this.texts.push(text);
    return TOKEN;
  }
}

/** Unguessable, so no stored string can be mistaken for it. */
const TOKEN = `raw:${randomBytes(18).toString('base64url')}`;
const QUOTED_TOKEN = JSON.stringify(TOKEN);

// JSON.stringify passes no context to toJSON; it is synchronous, so one variable for its duration is safe.
let collector: Collector | undefined;

/** JSON.stringify that splices every RawJson in as it is. */
export function stringifyWithRawJson(value: unknown): JsonText {
  const current = new Collector();
  collector = current;
  let text: string;
  try {
    text = JSON.stringify(value);
  } finally {
    collector = undefined;
  }
  return current.texts.length === 0 ? text : joinJson(splice(text.split(QUOTED_TOKEN), current.texts));
}

function* splice(pieces: readonly string[], texts: readonly JsonText[]): Generator<JsonText> {
  yield pieces[0] ?? '';
  for (const [index, raw] of texts.entries()) {
    yield raw;
    yield pieces[index + 1] ?? '';
  }
}
