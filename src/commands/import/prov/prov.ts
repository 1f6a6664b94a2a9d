import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { Report } from '../reading/report.js';
import { ProvDocument } from './reading/document.js';
import { TakenGraph } from './taken-graph.js';
import { GraphWriter } from './write-graph.js';

interface ImportOptions extends ServiceOptions {
  readonly experiment: string;
  readonly dryRun?: true;
}

/** `headwater import prov <file>`. */
export function provCommand(): Command {
  return serviceCommand('prov')
    .description(
      'Take over a document of PROV-JSON: entities become dataset versions, activities runs, agents owners; what Headwater itself has exported becomes what it was. Sent again, it changes nothing.',
    )
    .argument('<file>', 'the document')
    .option('--experiment <name>', 'the experiment of runs that other tools told of', 'prov')
    .option('--dry-run', 'only read the document, and say what would be taken')
    .action(importProv);
}

/** All of a document is read and put into order before anything is written, so that what is damaged leaves nothing half-written. It lies on disk meanwhile. */
async function importProv(file: string, options: ImportOptions): Promise<void> {
  const document = await ProvDocument.open();
  try {
    await importDocument(document, file, options);
  } finally {
    await document.close();
  }
}

async function importDocument(
  document: ProvDocument,
  file: string,
  { experiment, dryRun, ...options }: ImportOptions,
): Promise<void> {
  const progress = createProgress();
  const reading = 'Reading the document';
  progress.show(reading);
  const report = new Report();
  await document.read(file, (share) => progress.show(reading, share, 1));
  const graph = new TakenGraph(document, { file, experiment });
  await graph.prepare(report);
  progress.end();
  const kinds = [...graph.kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ') || 'Nothing';
  const leftOut = () => `${report.skipped.toLocaleString('en')} left out.\n`;
  if (dryRun === true) {
    process.stdout.write(`${report}${kinds}, ${leftOut()}Nothing was changed.\n`);
    return;
  }
  const writer = new GraphWriter(clientOf(options), graph, report);
  await writer.begin();
  let done = 0;
  for await (const one of graph.inOrder()) {
    progress.show('Taking over', done, graph.count);
    try {
      await writer.write(one);
    } catch (error) {
      process.stdout.write(
        `${one.node.uri} failed; ${done} of ${graph.count} were taken over. Import again to go on.\n`,
      );
      throw error;
    }
    done++;
  }
  await writer.end();
  progress.end();
  process.stdout.write(
    `${report}${kinds}: ${writer.made} made, ${writer.known} there already or made with others, ${leftOut()}`,
  );
}
