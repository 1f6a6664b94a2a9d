import type { Command } from 'commander';
import { callGraphql, type ServiceOptions, serviceCommand } from './service-client.js';

interface Answer {
  readonly activateFeatureSetVersion: {
    readonly featureSet: { readonly name: string };
    readonly featureSetVersion: { readonly label: string };
    readonly previous: { readonly label: string } | null;
    readonly changed: boolean;
  };
}

/** `headwater activate <feature set version>`: makes a version the one that references without a version mean. */
export function activateCommand(): Command {
  return serviceCommand('activate')
    .description('Make a feature set version current: what references without a version mean, for reads and writes.')
    .argument('<ref>', 'the feature set version, such as airport_traffic@2')
    .option('--force', 'switch even where readers would miss features or entities; needs --reason')
    .option('--reason <text>', 'why; it is kept')
    .action(async (featureSetVersion: string, options: ServiceOptions & { force?: boolean; reason?: string }) => {
      const { force, reason } = options;
      const { activateFeatureSetVersion: done } = await callGraphql<Answer>(
        options,
        `mutation ($input: ActivateFeatureSetVersionInput!) {
           activateFeatureSetVersion(input: $input) {
             featureSet { name } featureSetVersion { label } previous { label } changed
           }
         }`,
        { input: { featureSetVersion, force, reason } },
      );
      const { label } = done.featureSetVersion;
      const before = done.previous === null ? '' : ` instead of ${done.previous.label}`;
      process.stdout.write(
        done.changed
          ? `"${done.featureSet.name}" means ${label} from now on${before}.\n`
          : `${label} was current already.\n`,
      );
    });
}
