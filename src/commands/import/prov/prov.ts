import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { Report } from '../reading/report.js';
import { readProvFile } from './document.js';
import { foreignGraph } from './foreign-graph.js';
import { inOrder, type TakenGraph, type TakenNode } from './graph.js';
import { isOwn, ownEdges, ownNode } from './own-graph.js';
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

/** All of a document is read and put into order before anything is written, so that what is damaged leaves nothing half-written. */
async function importProv(file: string, { experiment, dryRun, ...options }: ImportOptions): Promise<void> {
  const progress = createProgress();
  progress.show('Reading the document');
  const report = new Report();
  const graph = await readGraph(file, experiment, report);
  const nodes = inOrder(graph);
  progress.end();
  if (dryRun === true) {
    process.stdout.write(
      `${report}${describe(nodes)}, ${report.skipped.toLocaleString('en')} left out.\nNothing was changed.\n`,
    );
    return;
  }
  const writer = new GraphWriter(clientOf(options), graph, report);
  for (const [index, node] of nodes.entries()) {
    progress.show('Taking over', index, nodes.length);
    try {
      await writer.write(node);
    } catch (error) {
      process.stdout.write(`${node.uri} failed; ${index} of ${nodes.length} were taken over. Import again to go on.\n`);
      throw error;
    }
  }
  await writer.end();
  progress.end();
  process.stdout.write(
    `${report}${describe(nodes)}: ${writer.made} made, ${writer.known} there already or made with others, ${report.skipped.toLocaleString('en')} left out.\n`,
  );
}

async function readGraph(file: string, experiment: string, report: Report): Promise<TakenGraph> {
  const document = await readProvFile(file);
  const own = [...document.nodes.values()].filter(isOwn).map((node) => ownNode(node, file));
  const foreign = foreignGraph(document, experiment, report);
  const nodes = new Map([...own, ...foreign.nodes].map((node): [string, TakenNode] => [node.uri, node]));
  const edges = [...ownEdges(document, file), ...foreign.edges].filter(
    ({ from, to }) => nodes.has(from) && nodes.has(to),
  );
  return { nodes, edges };
}

function describe(nodes: readonly TakenNode[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ') || 'Nothing';
}
