import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { toPublicId } from '../../../src/graph/nodes/node-id.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';

interface Edges {
  readonly nodes: readonly {
    readonly node: {
      readonly id: string;
      readonly kind: string;
      readonly name: string;
      readonly label: string;
      readonly deletedAt: string | null;
    };
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly run: string | null;
    readonly attributes: object | null;
  }[];
}

const GRAPH = `query ($of: [Ref!]!) {
  lineage(of: $of, direction: BOTH, depth: 1000) {
    complete nodes { node { id kind name label deletedAt } } edges { from to kind run attributes }
  }
}`;

/** All nodes of a project and the edges between them, by what they are called instead of their ids, in one order. */
export async function namedGraph(app: AppUnderTest, project: string): Promise<{ nodes: string[]; edges: string[] }> {
  const rows = (await app.database.dataSource.query('select id, kind from node where project = $1', [project])) as {
    id: string;
    kind: string;
  }[];
  if (rows.length === 0) return { nodes: [], edges: [] };
  const of = rows.map(({ id, kind }) => toPublicId(kind as NodeKind, id));
  const { lineage } = await app.graphql<{ lineage: Edges & { complete: boolean } }>(GRAPH, { of }, { project });
  if (!lineage.complete) throw new Error('the graph is not whole');
  const names = new Map(
    lineage.nodes.map(({ node }) => [
      node.id,
      `${node.kind} ${node.label === '' ? node.name : node.label}${node.deletedAt === null ? '' : ' (deleted)'}`,
    ]),
  );
  const text = ({ from, to, kind, run, attributes }: Edges['edges'][number]) =>
    `${names.get(from)} ${kind} ${names.get(to)} by ${run === null ? 'nobody' : names.get(run)} ${JSON.stringify(inOrder(attributes)).replaceAll(project, 'project')}`;
  return { nodes: [...names.values()].sort(), edges: lineage.edges.map(text).sort() };
}

/** With keys and lists in one order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, inOrder(item)]),
  );
}
