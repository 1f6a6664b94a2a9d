import { columnFinder, noSuchColumn } from '../../datasets/column-reference.js';
import { DATASET } from '../../datasets/dataset-kinds.js';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { formatName } from '../../graph/names/format-ref.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { type HeadwaterError, notFound } from '../../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../../platform/text/did-you-mean.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { selectToldColumns } from './told-columns.sql.js';

/** Gives a column or feature of one node as the node spells it. Throws NOT_FOUND, with those that there are. */
export type MemberFinder = (name: string) => string;

/** Goes through the members of a node once, however many are looked for. */
export async function memberFinder(db: Queryable, node: GraphNode): Promise<MemberFinder> {
  if (node instanceof DatasetVersion) {
    const find = columnFinder(node);
    return (name) => {
      const column = find(name);
      if (column === undefined) throw noSuchColumn(node, name);
      return column.name;
    };
  }
  if (node instanceof FeatureSetVersion)
    return among(
      node,
      'feature',
      node.features.map(({ name }) => name),
    );
  if (node.kind === DATASET) return among(node, 'column', await selectToldColumns(db, node.node.id));
  throw new Error(`${node.label} has neither columns nor features`);
}

function among(node: GraphNode, what: string, names: readonly string[]): MemberFinder {
  const known = new Set(names);
  return (name) => {
    if (known.has(name)) return name;
    throw noSuchMember(node, what, names, name);
  };
}

function noSuchMember({ label }: GraphNode, what: string, names: readonly string[], missing: string): HeadwaterError {
  const near = likeNames(missing, names);
  const known = names.length === 0 ? `of no ${what} is anything told` : `it has ${listNames(names)}`;
  return notFound(`${label} has no ${what} ${inQuotes(missing)}; ${known}.${didYouMean(near)}`, {
    found: `${label}:${formatName(missing)}`,
    ...(near.length > 0 && { suggestions: near.map((name) => `${label}:${formatName(name)}`) }),
  });
}
