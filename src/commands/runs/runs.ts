import { createWriteStream } from 'node:fs';
import { Command } from 'commander';
import { createProgress } from '../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';
import { Report } from '../import/reading/report.js';
import { exportRuns } from './export-runs.js';
import { importRuns } from './import-runs.js';

interface ExportOptions extends ServiceOptions {
  readonly experiment?: string;
  readonly output?: string;
}

/** `headwater runs export|import`: runs as a sheet. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('Runs as a CSV sheet, out and in.')
    .addCommand(exportCommand())
    .addCommand(importCommand());
}

function exportCommand(): Command {
  return serviceCommand('export')
    .description(
      'Write runs as CSV, oldest first: a row each, a column for every parameter (param.), metric (metric., its last value) and tag (tag.). What a spreadsheet would take for a formula stands behind an apostrophe.',
    )
    .option('--experiment <name>', 'only the runs of this experiment')
    .option('-o, --output <file>', 'where to; standard output if left out')
    .action(async (options: ExportOptions) => {
      const client = clientOf(options);
      if (options.output === undefined) {
        await exportRuns(client, options.experiment, process.stdout, undefined);
        return;
      }
      const progress = createProgress();
      const count = await exportRuns(client, options.experiment, createWriteStream(options.output), progress);
      progress.end();
      process.stdout.write(`${amount(count)} runs are in ${options.output}.\n`);
    });
}

function importCommand(): Command {
  return serviceCommand('import')
    .description(
      'Make runs of a CSV sheet with columns as `runs export` writes them, of which none has to be there. All of it is read before anything is written; sent again, it changes nothing.',
    )
    .argument('<file>', 'the sheet')
    .option('--dry-run', 'only read it, and say what is wrong')
    .action(async (file: string, options: ServiceOptions & { dryRun?: boolean }) => {
      const progress = createProgress();
      const dryRun = options.dryRun === true;
      const report = new Report();
      const { rows, made, known } = await importRuns(clientOf(options), file, { dryRun, progress, report });
      progress.end();
      process.stdout.write(
        dryRun
          ? `${amount(rows)} rows are right. Nothing was changed.\n`
          : `${report}${amount(rows)} rows: ${amount(made)} runs were made, ${amount(known)} were there already.\n`,
      );
    });
}

const amount = (count: number) => count.toLocaleString('en');
