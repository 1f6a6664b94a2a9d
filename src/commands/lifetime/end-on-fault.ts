import type { Logger } from '../../platform/telemetry/logger.js';

/**
 * Ends the process with a line in the log when an error has reached nobody: what state it left behind is not known. The exit handlers stop the
 * embedded PostgreSQL, and jobs and writes that were under way are whole or not there, as after a kill.
 */
export function endOnFault(logger: Logger): void {
  // Rejections that nobody handles come here too.
  process.once('uncaughtException', (error, origin) => {
    logger.fatal({ err: error, origin }, 'an error reached nobody; the process ends');
    process.exit(1);
  });
}
