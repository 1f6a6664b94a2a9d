import { graphql, type ResultOf } from '@headwater/client/documents';
import type { Command } from 'commander';
import { OVERRIDE, type OverrideOption, overrideOf } from '../client/override-option.js';
import { createProgress } from '../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';

const COMPACT = graphql(`mutation ($input: CompactHistoryInput!) {
  compactHistory(input: $input) { horizon rowsRead rowsSuperseded bytes cursor }
}`);
const DROP = graphql(`mutation ($input: DropFeatureRowsInput!) {
  dropFeatureRows(input: $input) { featureSetVersion { label } onlineRows historyRows bytes }
}`);

/** `headwater compact <feature set>`: removes history that is older than it is to be kept. */
export function compactCommand(): Command {
  return serviceCommand('compact')
    .description('Remove the history of a feature set version that is older than its keepHistoryFor.')
    .argument('<ref>', 'the feature set version: airport_traffic@2, or airport_traffic for the current one')
    .option('--dry-run', 'only say what would go')
    .action(async (featureSet: string, options: ServiceOptions & { dryRun?: boolean }) => {
      const dryRun = options.dryRun === true;
      const progress = createProgress();
      const client = clientOf(options);
      const sum = { read: 0, gone: 0, bytes: 0 };
      let horizon = '';
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const { compactHistory }: ResultOf<typeof COMPACT> = await client.graphql(COMPACT, {
          input: { featureSet, dryRun, cursor },
        });
        sum.read += compactHistory.rowsRead;
        sum.gone += compactHistory.rowsSuperseded;
        sum.bytes += compactHistory.bytes;
        ({ horizon, cursor } = compactHistory);
        progress.show(`Looked through ${amount(sum.read)} rows`);
      }
      progress.end();
      const megabytes = (sum.bytes / 1e6).toFixed(1);
      process.stdout.write(
        dryRun
          ? `${amount(sum.gone)} of ${amount(sum.read)} rows (about ${megabytes} MB) would go, and reads as of before ${horizon} would be refused. Nothing was changed.\n`
          : `${amount(sum.gone)} of ${amount(sum.read)} rows (about ${megabytes} MB) are gone; history is kept from ${horizon} on.\n`,
      );
    });
}

/** `headwater drop-rows <feature set version>`: drops every row of a version. */
export function dropRowsCommand(): Command {
  return serviceCommand('drop-rows')
    .description(
      'Drop every row of a feature set version for good. Refused while something live depends on it, unless overridden.',
    )
    .argument('<ref>', 'the feature set version, such as airport_traffic@1')
    .option('--dry-run', 'only say what would go')
    .option('--override <reason>', OVERRIDE)
    .action(async (featureSetVersion: string, options: ServiceOptions & OverrideOption & { dryRun?: boolean }) => {
      const dryRun = options.dryRun === true;
      const input = { featureSetVersion, dryRun, override: overrideOf(options) };
      const { dropFeatureRows } = await clientOf(options).graphql(DROP, { input });
      const { onlineRows, historyRows, bytes } = dropFeatureRows;
      process.stdout.write(
        `${dropFeatureRows.featureSetVersion.label}: ${amount(onlineRows)} online and ${amount(historyRows)} history rows (${(bytes / 1e6).toFixed(1)} MB) ${dryRun ? 'would go. Nothing was changed.' : 'are gone.'}\n`,
      );
    });
}

const amount = (count: number) => count.toLocaleString('en');
