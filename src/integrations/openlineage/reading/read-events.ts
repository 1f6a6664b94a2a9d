import { isUtf8 } from 'node:buffer';
import { HeadwaterError } from '../../../platform/errors.js';
import { MAX_NESTING, parseStoredJson } from '../../../platform/http/bodies/json-body.js';
import { refuseDeepJson } from '../../../platform/http/bodies/laborious-json.js';
import type { ReadEvent } from './lineage-event.js';
import { readEvent } from './read-event.js';
import { Refused } from './refused.js';
import { withoutPasswords } from './without-passwords.js';

/** How many events one request may bring. */
export const MOST_EVENTS = 10_000;

/** The events of a body; a body that is none, or no list of some where `isBatch`, throws Refused. */
export function* readEvents(body: Buffer, isBatch: boolean): Generator<ReadEvent> {
  const value = parse(body);
  if (!isBatch) yield read(value);
  else {
    if (!Array.isArray(value)) throw new Refused('The body is no list of events; send a JSON array of them.');
    if (value.length > MOST_EVENTS)
      throw new Refused(`The body has ${value.length} events; send at most ${MOST_EVENTS} at a time.`);
    for (const event of value) yield read(event);
  }
}

function parse(body: Buffer): unknown {
  if (!isUtf8(body)) throw new Refused('The body is not UTF-8.');
  const text = withoutPasswords(body.toString().replace(/^\uFEFF/, ''));
  try {
    refuseDeepJson(text, MAX_NESTING);
    return parseStoredJson(text);
  } catch (error) {
    if (error instanceof HeadwaterError) throw new Refused(error.message);
    throw new Refused(`The body is not JSON: ${(error as Error).message}`);
  }
}

function read(value: unknown): ReadEvent {
  try {
    return { event: readEvent(value) };
  } catch (error) {
    if (error instanceof Refused) return { problem: `The event ${error.message}.` };
    throw error;
  }
}
