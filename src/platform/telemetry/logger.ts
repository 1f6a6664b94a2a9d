import { type Logger, type LoggerOptions, pino } from 'pino';
import { cut, describeError } from './describe-error.js';

export type { Logger };

const LONGEST_TEXT = 2_000;
/** Characters that wait for a reader who is slow; further lines are lost. */
const MOST_WAITING = 1 << 24;

/** Structured JSON lines on standard error, so that standard output stays free for what a command prints. */
export function createLogger(level: string): Logger {
  const standardError = pino.destination({ dest: 2, sync: false, maxLength: MOST_WAITING });
  // A full disk or a reader that has gone loses lines; it doesn't end the service.
  standardError.on('error', () => undefined);
  return pino(loggerOptions(level), standardError);
}

/** How lines are written. What a client has sent is cut: a line must not grow with a request. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, error: describeError, path: describePath, req: describeRequest },
    hooks: {
      logMethod(parts, write) {
        const short = parts.map((part) => (typeof part === 'string' ? cut(part, LONGEST_TEXT) : part));
        write.apply(this, short as typeof parts);
      },
    },
    redact: ['*.password'],
  };
}

/** Where in a GraphQL answer it was: an alias in it may have any length. */
function describePath(path: unknown): string {
  return cut(JSON.stringify(path) ?? '', LONGEST_TEXT);
}

function describeRequest(request: { method?: unknown; url?: unknown }): unknown {
  return { method: request.method, url: cut(String(request.url), LONGEST_TEXT) };
}
