import { graphql, type ResultOf } from '@headwater/client/documents';
import type { Command } from 'commander';
import { OVERRIDE, type OverrideOption, overrideOf } from '../client/override-option.js';
import { createProgress } from '../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';

interface Options extends ServiceOptions, OverrideOption {
  readonly from?: string;
  readonly activate?: boolean;
  readonly force?: boolean;
  readonly reason?: string;
}

const BACKFILL = graphql(`mutation ($input: BackfillFeatureSetVersionInput!) {
  backfillFeatureSetVersion(input: $input) { to { label } copied read written rejected cursor activated }
}`);

/** `headwater backfill <feature set version>`: copies the events of an earlier version. */
export function backfillCommand(): Command {
  return serviceCommand('backfill')
    .description(
      'Copy the events of an earlier version into a feature set version, for the features that did not change.',
    )
    .argument('<ref>', 'the version to write: airport_traffic@2')
    .option('--from <ref>', 'the version to copy from; its predecessor if left out')
    .option('--activate', 'make it current at the end, together with what was written meanwhile')
    .option('--force', 'activate even where readers would miss features or entities; needs --reason')
    .option('--reason <text>', 'why it is activated; it is kept')
    .option('--override <reason>', OVERRIDE)
    .action(async (featureSet: string, options: Options) => {
      const { from, activate, force, reason } = options;
      const override = overrideOf(options);
      const progress = createProgress();
      const client = clientOf(options);
      const sum = { read: 0, written: 0, rejected: 0 };
      let last: ResultOf<typeof BACKFILL>['backfillFeatureSetVersion'] | undefined;
      for (let cursor: string | null | undefined; cursor !== null; cursor = last.cursor) {
        const input = { featureSet, from, cursor, activate, force, reason, override };
        const answer: ResultOf<typeof BACKFILL> = await client.graphql(BACKFILL, { input });
        last = answer.backfillFeatureSetVersion;
        sum.read += last.read;
        sum.written += last.written;
        sum.rejected += last.rejected;
        progress.show(`Looked at ${amount(sum.read)} events`);
      }
      progress.end();
      const copied = last?.copied ?? [];
      process.stdout.write(
        `${amount(sum.written)} events written after looking at ${amount(sum.read)}, with the values of ${copied.length === 0 ? 'no feature' : copied.join(', ')}.\n`,
      );
      if (sum.rejected > 0)
        process.stdout.write(`${amount(sum.rejected)} events were left out: they lie too far ahead.\n`);
      if (last?.activated === true) process.stdout.write(`${last.to.label} is current from now on.\n`);
    });
}

const amount = (count: number) => count.toLocaleString('en');
