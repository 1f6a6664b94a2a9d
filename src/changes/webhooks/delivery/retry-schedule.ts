/** Seconds between one attempt and the next, as Standard Webhooks recommends: the last comes about 75 hours after the first. */
export const STANDARD_WAITS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

const JITTER = 0.2;
/** A receiver that asks for more time than a day is asked again after a day. */
const LONGEST_WAIT_S = 86_400;

/** Milliseconds until the next attempt, after so many that failed; undefined: there is none. What failed together is not tried again together. */
export function waitAfter(
  failures: number,
  waits: readonly number[],
  askedFor: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  const seconds = waits[failures - 1];
  if (seconds === undefined) return undefined;
  const jittered = seconds * (1 + JITTER * random());
  return 1000 * Math.max(jittered, Math.min(askedFor ?? 0, LONGEST_WAIT_S));
}

/** Seconds that a Retry-After header asks for: it gives them, or a date. Undefined where it says nothing that can be read. */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Date.parse takes much more than the dates of HTTP.
  if (!/^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
