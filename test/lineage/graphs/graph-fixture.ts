import { DATASET } from '../../../src/datasets/dataset-kinds.js';
import { ENVIRONMENT } from '../../../src/deployments/deployment-kinds.js';
import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { newNodeId, toPublicId } from '../../../src/graph/nodes/node-id.js';
import { MODEL } from '../../../src/models/model-kinds.js';
import { EXPERIMENT } from '../../../src/runs/record/run-kinds.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { OracleEdge } from './graph-oracle.js';

/** Kinds without a table of their own, so that a node is one row. */
export const PLAIN_KINDS = [DATASET, MODEL, EXPERIMENT, ENVIRONMENT] as const;

/** A moment that stands for a whole number: minutes after a day long ago. */
export const timeOf = (minute: number) => new Date(Date.UTC(2020, 0, 1, 0, minute)).toISOString();

export interface FixtureNode {
  readonly uuid: string;
  readonly id: string;
  readonly kind: NodeKind;
}

let names = 0;

/** Writes a graph straight into the tables, which takes two statements whatever its size. Nodes come in order of id. */
export async function insertGraph(
  app: AppUnderTest,
  kinds: readonly NodeKind[],
  edgesOf: (nodes: readonly FixtureNode[]) => readonly (OracleEdge & { kind: string })[],
): Promise<{ nodes: FixtureNode[]; edges: readonly OracleEdge[] }> {
  const uuids = kinds.map(() => newNodeId()).sort();
  const nodes = kinds.map((kind, index) => ({
    uuid: uuids[index] ?? '',
    kind,
    id: toPublicId(kind, uuids[index] ?? ''),
  }));
  const labels = nodes.map(() => `node_${++names}`);
  await app.database.dataSource.query(
    `insert into node (id, kind, project, name, label, logical, created_by, created_at)
     select id, kind, 'default', label, label, true, 'test', '2019-01-01Z' from unnest($1::uuid[], $2::text[], $3::text[]) as n (id, kind, label)`,
    [uuids, kinds, labels],
  );
  const edges = edgesOf(nodes);
  await app.database.dataSource.query(
    `insert into edge (src, dst, kind, valid_from, valid_to)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])`,
    [
      edges.map(({ src }) => src),
      edges.map(({ dst }) => dst),
      edges.map(({ kind }) => kind),
      edges.map(({ from }) => timeOf(from)),
      edges.map(({ to }) => (to === undefined ? null : timeOf(to))),
    ],
  );
  return { nodes, edges };
}
