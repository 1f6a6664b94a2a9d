import { graphql } from '@headwater/client/documents';
import type { Command } from 'commander';
import { OVERRIDE, type OverrideOption, overrideOf } from '../client/override-option.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';

interface Options extends OverrideOption {
  readonly force?: boolean;
  readonly reason?: string;
}

const ACTIVATE = graphql(`mutation ($input: ActivateFeatureSetVersionInput!) {
  activateFeatureSetVersion(input: $input) {
    featureSet { name } featureSetVersion { label } previous { label } changed
  }
}`);

/** `headwater activate <feature set version>`: makes a version the one that references without a version mean. */
export function activateCommand(): Command {
  return serviceCommand('activate')
    .description('Make a feature set version current: what references without a version mean, for reads and writes.')
    .argument('<ref>', 'the feature set version, such as airport_traffic@2')
    .option('--force', 'switch even where readers would miss features or entities; needs --reason')
    .option('--reason <text>', 'why; it is kept')
    .option('--override <reason>', OVERRIDE)
    .action(async (featureSetVersion: string, options: ServiceOptions & Options) => {
      const { force, reason } = options;
      const { activateFeatureSetVersion: done } = await clientOf(options).graphql(ACTIVATE, {
        input: { featureSetVersion, force, reason, override: overrideOf(options) },
      });
      const { label } = done.featureSetVersion;
      const before = done.previous === null ? '' : ` instead of ${done.previous.label}`;
      process.stdout.write(
        done.changed
          ? `"${done.featureSet.name}" means ${label} from now on${before}.\n`
          : `${label} was current already.\n`,
      );
    });
}
