import { Command } from 'commander';
import { describeConfig, misspeltSettings, readConfig } from '../../config.js';
import { createLogger } from '../../platform/telemetry/logger.js';
import { type Role, readRoles } from '../../settings/roles.js';
import { endOnFault } from '../lifetime/end-on-fault.js';
import { exitOnSignal, runUntilSignal } from '../lifetime/run-until-signal.js';

/** `headwater serve`: the service, without sample data. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Start the service, on an embedded PostgreSQL unless DATABASE_URL is set.')
    .option(
      '--roles <list>',
      `what it does, by comma: lookups, api, jobs; what ROLES says, or all, if left out. lookups: POST /v1/features and GraphQL
documents that ask for onlineFeatures alone. api: all of the API. jobs: training sets, and /healthz, /readyz, /metrics.`,
    )
    .addHelpText('after', `\n${describeConfig()}`)
    .action(async ({ roles }: { roles?: string }) => {
      const release = exitOnSignal();
      const given = readConfig();
      const config = roles === undefined ? given : { ...given, ROLES: readRoles(roles) };
      const logger = createLogger(config.LOG_LEVEL);
      endOnFault(logger);
      for (const problem of misspeltSettings()) logger.warn(problem);
      // Loaded on demand: only commands that are the service pay for it.
      const { startService } = await import('../../service.js');
      const service = await startService(config, logger);
      process.stdout.write(`Headwater listens on ${service.url}${whatFor(config.ROLES, service.url)}\n`);
      release();
      await runUntilSignal(service);
    });
}

function whatFor(roles: readonly Role[], url: string): string {
  if (roles.includes('api')) return ` (GraphiQL), GraphQL at ${url}/graphql`;
  return roles.includes('lookups') ? ' for lookups alone: POST /v1/features' : ' for health and metrics alone';
}
