import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HeadwaterError } from '../errors.js';
import { ByteBudget } from './byte-budget.js';
import type { RequestsUnderWay } from './requests-under-way.js';
import type { TrafficLimits } from './traffic-limits.js';

/** Characters of an answer. */
const LONG_TEXT = 16_384;
const SLICE = 65_536;
const SLICED = 4 * SLICE;

/**
 * Sends answers that are long texts: as UTF-8, in slices so that it can be seen how fast they are read, and no longer than allowed. What waits for
 * clients to read it is bounded; beyond, a request is answered UNAVAILABLE.
 */
export function sendLongAnswers(
  app: FastifyInstance,
  underWay: RequestsUnderWay,
  { answerBytes, waitingAnswerBytes }: Pick<TrafficLimits, 'answerBytes' | 'waitingAnswerBytes'>,
): void {
  const waiting = new ByteBudget(waitingAnswerBytes);
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length <= LONG_TEXT) return done(null, payload);
    // UTF-8 is no shorter than the text.
    if (payload.length > answerBytes) return done(tooLong(payload.length, answerBytes));
    const bytes = bytesOf(payload);
    if (bytes.length > answerBytes) return done(tooLong(bytes.length, answerBytes));
    if (!underWay.hold(request, waiting, bytes.length)) {
      const problem = `Answers that wait for their readers hold ${waitingAnswerBytes} bytes already; try again in a moment.`;
      return done(new HeadwaterError('UNAVAILABLE', problem));
    }
    done(null, bytes.length > SLICED ? inSlices(bytes, reply) : bytes);
  });
}

function tooLong(found: number, expected: number): HeadwaterError {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `The answer would have ${found} bytes; at most ${expected} are sent at once (ANSWER_LIMIT_BYTES). Ask for less at a time.`,
    { found, expected },
  );
}

function inSlices(bytes: Buffer, reply: FastifyReply): Readable {
  reply.header('content-length', bytes.length);
  return Readable.from(slicesOf(bytes), { objectMode: false });
}

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

/** A long text as UTF-8: Node would measure and copy it three times over. Text of ASCII alone is copied as it stands, in half the time. */
function bytesOf(text: string): Buffer {
  return Buffer.byteLength(text) === text.length ? Buffer.from(text, 'latin1') : Buffer.from(text);
}
