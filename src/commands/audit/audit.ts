import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';
import { verifyFile } from './verify-file.js';
import { verifyService } from './verify-service.js';

/** `headwater audit`: the log of what was done, taken out and verified. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('Take out the log of what was done, and see whether it is as it was written.')
    .addCommand(exportCommand())
    .addCommand(verifyCommand())
    .addCommand(anchorCommand());
}

function exportCommand(): Command {
  return serviceCommand('export')
    .description('Write the log of a project, with its hashes, as lines of JSON.')
    .option('--after <anchor>', 'only what was done after this anchor, the end of an earlier export')
    .option('--output <file>', 'a file; standard output if left out')
    .action(async (options: ServiceOptions & { after?: string; output?: string }) => {
      const query = options.after === undefined ? '' : `?${new URLSearchParams({ after: options.after })}`;
      const response = await clientOf(options).request(`/v1/audit${query}`);
      if (response.body === null) throw new Error(`${options.url} gave nothing.`);
      const lines = Readable.fromWeb(response.body as never);
      if (options.output === undefined) await pipeline(lines, process.stdout, { end: false });
      else await pipeline(lines, createWriteStream(options.output));
    });
}

function verifyCommand(): Command {
  return serviceCommand('verify')
    .description('Compute the hashes of the log of a project again, or those of an export, and say what is wrong.')
    .option('--anchor <anchor>', 'where the log had come to earlier: finds that its end was cut off')
    .option('--file <file>', 'an export, which is verified here; no service is asked')
    .action(async (options: ServiceOptions & { anchor?: string; file?: string }) => {
      const { file, anchor } = options;
      const found = await (file === undefined ? verifyService(clientOf(options), anchor) : verifyFile(file, anchor));
      if (found.problem !== null) throw new Error(`The log is not as it was written. ${found.problem}`);
      process.stdout.write(
        `${found.changes.toLocaleString('en')} changes are as they were written, up to ${found.anchor ?? 'the beginning'}.\n`,
      );
    });
}

function anchorCommand(): Command {
  return serviceCommand('anchor')
    .description('Print where the log of a project has come to. Keep it where nobody who can write the database can.')
    .action(async (options: ServiceOptions) => {
      const { anchor, problem } = await verifyService(clientOf(options), undefined);
      if (problem !== null) throw new Error(`The log is not as it was written. ${problem}`);
      if (anchor === null) throw new Error('There is nothing in the log of this project.');
      process.stdout.write(`${anchor}\n`);
    });
}
