import { Command } from 'commander';
import { dvcCommand } from './dvc/dvc.js';
import { feastCommand } from './feast/feast.js';
import { kubeflowCommand } from './kubeflow/kubeflow.js';
import { mlflowCommand } from './mlflow/mlflow.js';
import { provCommand } from './prov/prov.js';
import { tensorboardCommand } from './tensorboard/tensorboard.js';

/** `headwater import`: what other tools hold, taken over into a running Headwater. */
export function importCommand(): Command {
  return new Command('import')
    .description('Take over what other tools hold. Imported again, it changes nothing.')
    .addCommand(dvcCommand())
    .addCommand(feastCommand())
    .addCommand(kubeflowCommand())
    .addCommand(mlflowCommand())
    .addCommand(provCommand())
    .addCommand(tensorboardCommand())
    .addHelpText(
      'after',
      '\nRuns of a sheet (CSV) come and go by `headwater runs import` and `headwater runs export`.',
    );
}
