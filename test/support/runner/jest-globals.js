import { bind } from 'jest-each';

/**
 * What `@jest/globals` gives, which works in Jest's own virtual machine only. The runner puts the same on the global object, but
 * knows no time limit; here a test or hook that takes longer than its limit in milliseconds has failed.
 */
// The runner lets go of its workers at the end, whatever a test has left open.
process.once('disconnect', () => process.exit());

const { describe, expect, jest, test } = globalThis;

export { describe, expect, jest };

/** For hangs only: a busy machine takes its time. */
const LIMIT_MS = 240_000;

const testWith = (register) => (name, run, ms) => register(name, limited(run, ms));

export const it = testWith(test);
it.each = bind(it);
it.only = testWith(test.only);
it.only.each = bind(it.only);
it.skip = test.skip;

export const [beforeAll, beforeEach, afterEach, afterAll] = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'].map(
  (hook) => (run, ms) => globalThis[hook](limited(run, ms)),
);

function limited(run, ms = LIMIT_MS) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took more than ${ms} ms.`)), ms);
    });
    try {
      await Promise.race([run(), late]);
    } catch (error) {
      throw readable(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Characters of a message that somebody may read. */
const READABLE = 10_000;

/** What a test found wrong; where that has megabytes, its beginning. */
function readable(error) {
  if (!(error instanceof Error) || `${error.message}${error.stack}`.length <= 2 * READABLE) return error;
  const { message, stack = '' } = error;
  const cut = `${message.slice(0, READABLE)}\n… and ${Math.max(0, message.length - READABLE)} more characters`;
  const frames = /(?:\n\s+at [^\n]{1,500})+$/.exec(stack.slice(-READABLE))?.[0] ?? '';
  return Object.assign(new Error(cut), { stack: `${error.name}: ${cut}${frames}` });
}
