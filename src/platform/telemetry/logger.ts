import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured JSON lines on standard error, so that standard output stays free for what a command prints. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password'],
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
