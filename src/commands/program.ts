import { Command } from 'commander';
import { describeConfig } from '../config.js';
import { applyCommand } from './apply/apply.js';
import { auditCommand } from './audit/audit.js';
import { activateCommand } from './features/activate.js';
import { backfillCommand } from './features/backfill.js';
import { ingestCommand } from './features/ingest.js';
import { trainingSetCommand } from './features/training-set.js';
import { importCommand } from './import/import.js';
import { keysCommand } from './keys/keys.js';
import { mcpCommand } from './mcp/mcp.js';
import { runsCommand } from './runs/runs.js';
import { demoCommand } from './service/demo.js';
import { migrateCommand } from './service/migrate.js';
import { compactCommand, dropRowsCommand } from './service/retention.js';
import { schemaCommand } from './service/schema.js';
import { serveCommand } from './service/serve.js';
import { featuresCommand } from './windows/features.js';

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
    .addCommand(importCommand())
    .addCommand(runsCommand())
    .addCommand(mcpCommand())
    .addCommand(auditCommand())
    .addCommand(keysCommand())
    .addCommand(migrateCommand())
    .addCommand(schemaCommand());
}
