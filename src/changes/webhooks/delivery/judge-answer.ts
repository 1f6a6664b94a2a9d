import type { OutboundAnswer } from '../../../platform/outbound/outbound-sender.js';
import { DeliveryStatus } from '../webhook.type.js';
import type { Outcome } from './delivery.sql.js';
import { readRetryAfter, waitAfter } from './retry-schedule.js';

/** What came of a try: an answer, or why there was none. */
export type Reply = { readonly answer: OutboundAnswer } | { readonly error: string };

export interface Judgement {
  readonly outcome: Omit<Outcome, 'at' | 'durationMs'>;
  /** Milliseconds for which the webhook is asked nothing else; undefined: it works. */
  readonly pauseMs: number | undefined;
  /** It does not want to be asked ever again. */
  readonly isGone: boolean;
}

const GONE = 410;
const BUSY: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const LONGEST_ANSWER = 1_000;
/** Milliseconds; twice as many with each failure of the webhook after another. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** Only a status from 200 to 299 is success. `failures` are those before, of the delivery and of the webhook. */
export function judgeAnswer(
  reply: Reply,
  failures: { readonly ofDelivery: number; readonly ofWebhook: number },
  waits: readonly number[],
): Judgement {
  const httpStatus = 'answer' in reply ? reply.answer.status : null;
  const facts = {
    httpStatus,
    error: 'error' in reply ? reply.error.slice(0, LONGEST_ANSWER) : null,
    answer: null,
  };
  if (httpStatus !== null && httpStatus >= 200 && httpStatus < 300)
    return {
      outcome: { ...facts, status: DeliveryStatus.DELIVERED, waitMs: 0 },
      pauseMs: undefined,
      isGone: false,
    };
  const isGone = httpStatus === GONE;
  const asked = 'answer' in reply ? readRetryAfter(reply.answer.headers['retry-after'], new Date()) : undefined;
  const waitMs = isGone ? undefined : waitAfter(failures.ofDelivery + 1, waits, asked);
  const isBusy = httpStatus !== null && BUSY.has(httpStatus);
  const grown = Math.min(FIRST_PAUSE * 2 ** Math.min(failures.ofWebhook, 10), LONGEST_PAUSE);
  const pause = Math.min(grown, waitMs ?? grown);
  return {
    outcome: {
      ...facts,
      answer: 'answer' in reply ? beginningOf(reply.answer.body) : null,
      status: waitMs === undefined ? DeliveryStatus.DEAD : DeliveryStatus.PENDING,
      waitMs: waitMs ?? 0,
    },
    // Who is busy is busy for all deliveries.
    pauseMs: isBusy ? Math.max(pause, waitAfter(1, [0], asked) ?? 0) : pause,
    isGone,
  };
}

/** As text that can be kept and shown, whatever was sent. */
function beginningOf(body: Buffer): string {
  return body
    .toString('utf8')
    .slice(0, LONGEST_ANSWER)
    .replaceAll(/\p{Control}/gu, ' ')
    .toWellFormed();
}
