import { Command } from 'commander';
import { describeConfig } from '../config.js';
import { activateCommand } from './activate.js';
import { applyCommand } from './apply/apply.js';
import { auditCommand } from './audit/audit.js';
import { backfillCommand } from './backfill.js';
import { demoCommand } from './demo.js';
import { importCommand } from './import/import.js';
import { ingestCommand } from './ingest.js';
import { keysCommand } from './keys/keys.js';
import { mcpCommand } from './mcp.js';
import { migrateCommand } from './migrate.js';
import { compactCommand, dropRowsCommand } from './retention.js';
import { runsCommand } from './runs/runs.js';
import { schemaCommand } from './schema.js';
import { serveCommand } from './serve.js';
import { trainingSetCommand } from './training-set.js';
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
