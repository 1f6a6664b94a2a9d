import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HeadwaterError } from '../../errors.js';
import type { Capacity } from '../../memory/capacity.js';
import { noMemory } from '../../memory/memory-share.js';
import { LongAnswer } from '../answers/long-answer.js';
import type { RequestsUnderWay } from './requests-under-way.js';
import type { TrafficLimits } from './traffic-limits.js';

/** Characters of an answer. */
const LONG_TEXT = 16_384;
const SLICE = 65_536;
const SLICED = 4 * SLICE;

/**
 * Sends answers that are long texts: as UTF-8, in slices so that it can be seen how fast they are read, and no longer than allowed. `memory` holds
 * what waits for clients to read it; beyond, a request is answered UNAVAILABLE. Answers that are made in slices have taken theirs before.
 */
export function sendLongAnswers(
  app: FastifyInstance,
  underWay: RequestsUnderWay,
  { answerBytes }: Pick<TrafficLimits, 'answerBytes'>,
  memory: Capacity,
): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (payload instanceof LongAnswer) {
      if (payload.length > answerBytes) return done(tooLong(payload.length, answerBytes));
      reply.header('content-length', payload.length);
    }
    if (typeof payload !== 'string' || payload.length <= LONG_TEXT) return done(null, payload);
    // UTF-8 is no shorter than the text.
    if (payload.length > answerBytes) return done(tooLong(payload.length, answerBytes));
    const length = Buffer.byteLength(payload);
    if (length > answerBytes) return done(tooLong(length, answerBytes));
    // Text that is not of ASCII alone takes two bytes a character until it is sent.
    const held = length === payload.length ? length : Math.max(length, 2 * payload.length);
    if (!underWay.hold(request, memory, held)) return done(noMemory());
    done(null, length > SLICED ? inSlices(payload, length, reply) : bytesOf(payload, length));
  });
}

function tooLong(found: number, expected: number): HeadwaterError {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `The answer would have ${found} bytes; at most ${expected} are sent at once (ANSWER_LIMIT_BYTES). Ask for less at a time.`,
    { found, expected },
  );
}

/** Each slice becomes bytes when it is sent: neither is the whole held twice, nor does anybody wait for it. */
function inSlices(text: string, length: number, reply: FastifyReply): Readable {
  reply.header('content-length', length);
  return Readable.from(slicesOf(text, length), { objectMode: false });
}

function* slicesOf(text: string, length: number): Generator<Buffer> {
  for (let end = 0; end < text.length; ) {
    const begin = end;
    end = Math.min(begin + SLICE, text.length);
    // Both halves of a surrogate pair are one character.
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800 && end < text.length) end++;
    const slice = text.slice(begin, end);
    yield length === text.length ? Buffer.from(slice, 'latin1') : Buffer.from(slice);
  }
}

/** A long text as UTF-8: Node would measure and copy it three times over. Text of ASCII alone is copied as it stands, in half the time. */
function bytesOf(text: string, length: number): Buffer {
  return length === text.length ? Buffer.from(text, 'latin1') : Buffer.from(text);
}
