import { type Logger, pino } from 'pino';
import { loggerOptions } from '../../src/platform/telemetry/logger.js';

/** One line of the service's log. `err` is what an error was serialised to. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly errorId?: string;
  readonly err?: { readonly message: string };
}

/** A logger whose lines stay in memory. */
export function capturedLog(level: string): { logger: Logger; lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  return {
    logger: pino(loggerOptions(level), { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }),
    lines,
  };
}
