import { DATASET, DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import { Run } from '../../../runs/record/run.entity.js';
import { ownNamespace } from '../foreign-name.js';
import { JOB } from '../job-kinds.js';
import type { ForeignName } from '../reading/lineage-event.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEY = /^openlineage:(.*)$/;
const OF_DATASETS = [DATASET, DATASET_VERSION, JOB];

/** What nodes are called in events: as their producers call them, else by their project and name. */
export class ExportNames {
  constructor(
    private readonly nodes: ReadonlyMap<string, GraphNode>,
    private readonly foreign: ReadonlyMap<string, ForeignName>,
  ) {}

  /** A version has the name of what it is a version of; what is neither dataset nor job has its kind before its label, so that no two meet. */
  of(node: GraphNode): ForeignName {
    const known = this.foreign.get(node.node.parentId ?? '') ?? this.foreign.get(node.node.id);
    if (known !== undefined && OF_DATASETS.includes(node.kind)) return known;
    const namespace = ownNamespace(node.project);
    return OF_DATASETS.includes(node.kind)
      ? { namespace, name: node.name }
      : { namespace, name: `${node.kind.toLowerCase()}/${node.label}` };
  }

  /** Undefined where the node is not among those that are exported. */
  ofId(id: string): ForeignName | undefined {
    const node = this.nodes.get(id);
    return node && this.of(node);
  }

  /** The id of a run as its producer knows it if that is one for OpenLineage, which takes UUIDs; else its own. */
  runId({ node, key }: Run): string {
    const told = KEY.exec(key ?? '')?.[1];
    return told !== undefined && UUID.test(told) ? told.toLowerCase() : node.id;
  }
}

export function isRun(node: GraphNode | undefined): node is Run {
  return node instanceof Run;
}
