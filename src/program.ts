import { Command } from 'commander';
import { activateCommand } from './commands/activate.js';
import { applyCommand } from './commands/apply/apply.js';
import { auditCommand } from './commands/audit/audit.js';
import { backfillCommand } from './commands/backfill.js';
import { demoCommand } from './commands/demo.js';
import { ingestCommand } from './commands/ingest.js';
import { keysCommand } from './commands/keys/keys.js';
import { migrateCommand } from './commands/migrate.js';
import { compactCommand, dropRowsCommand } from './commands/retention.js';
import { schemaCommand } from './commands/schema.js';
import { serveCommand } from './commands/serve.js';
import { trainingSetCommand } from './commands/training-set.js';
import { featuresCommand } from './commands/windows/features.js';
import { describeConfig } from './config.js';

/** `headwater`, with every command that there is. */
export function headwaterProgram(version: string): Command {
  return new Command('headwater')
    .description('Lineage graph and feature store for machine learning, in GraphQL over PostgreSQL.')
    .version(version, '-V, --version', 'print the version of Headwater')
    .addHelpText('after', `\n${describeConfig()}`)
    .addCommand(serveCommand())
    .addCommand(demoCommand())
    .addCommand(applyCommand())
    .addCommand(ingestCommand())
    .addCommand(featuresCommand())
    .addCommand(trainingSetCommand())
    .addCommand(activateCommand())
    .addCommand(backfillCommand())
    .addCommand(compactCommand())
    .addCommand(dropRowsCommand())
    .addCommand(auditCommand())
    .addCommand(keysCommand())
    .addCommand(migrateCommand())
    .addCommand(schemaCommand());
}
