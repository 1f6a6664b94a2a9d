import { Command } from 'commander';
import { describeConfig, readConfig } from '../../config.js';
import { createLogger } from '../../platform/telemetry/logger.js';

/** `headwater migrate`: brings the tables of the database up to date. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Run the migrations that the database lacks, all in one transaction.')
    .addHelpText('after', `\n${describeConfig()}`)
    .action(async () => {
      const config = readConfig();
      const { openConfiguredDatabase } = await import('../../opening/open-database.js');
      const handle = await openConfiguredDatabase(config, createLogger(config.LOG_LEVEL));
      try {
        const names = await handle.migrate();
        process.stdout.write(names.length === 0 ? 'The database is up to date.\n' : `Ran ${names.join(', ')}.\n`);
      } finally {
        await handle.close();
      }
    });
}
