import { DEEP, type Floor, HUB, type LineageCase, RANDOM, WIDE } from './lineage-cases.js';
import type { ServedGraph } from './served-graph.js';

/**
 * Where questions begin and end. Of the graph of 500,000 nodes a part of 5,000 is asked about: what lies six layers behind the model versions, and
 * what six layers lie ahead of the root.
 */
export const SERVED: readonly ServedGraph[] = [
  { graph: RANDOM, what: '5,000 nodes of 500,000', learnt: { layer: 7, many: 1 }, from: 5, to: 11 },
  { graph: HUB, what: 'a hub of 4,500', learnt: { layer: 2, many: 1_000 }, from: 1, to: 2 },
  { graph: DEEP, what: 'depth 24 × width 120', learnt: { layer: 24, many: 1 }, from: 1, to: 24 },
  { graph: WIDE, what: 'depth 12 × width 600', learnt: { layer: 12, many: 1 }, from: 1, to: 12 },
];

const IMPACT = `query Impact($of: [Ref!]!) {
  impact(of: $of) {
    count liveDeployments complete
    affected { outcome trafficPercent lookupsPerMinute lastReadAt owner node { kind label } path { label } }
  }
}`;
const PATHS = `query Paths($from: Ref!, $to: Ref!) {
  lineagePaths(from: $from, to: $to, limit: 10) { length exact complete nodes { label } edges { from kind to } }
}`;
const DIFF = `query Diff($from: Ref!, $to: Ref!) {
  lineageDiff(from: $from, to: $to) {
    complete features { feature change } datasets { label change before after columns { column change before after } }
    code { featureSet change } parameters { name change before after } nodes { id change } edges { from to kind change }
  }
}`;
const CONTAMINATION = `query Contamination($of: Ref!) {
  contamination(of: $of) {
    count countsByKind { kind count } complete nodes { depth node { kind label } }
    liveDeployments { trafficPercent deployment { label } } rows { featureSetVersion { label } currentRows }
  }
}`;
const MOST = { ratio: 8 };

/** What may be asked about one graph, whose root leads to the model versions that serve. */
export function questionCases({ graph, what }: ServedGraph, root: string): readonly LineageCase[] {
  const [first, second] = [`${graph.name}_model@1`, `${graph.name}_model@2`];
  const down: Floor = { root, direction: 'DOWNSTREAM', depth: 100 };
  const up = (of: string): Floor => ({ root: of, direction: 'UPSTREAM', depth: 100 });
  const [of, deployment] = [root, `bench/${graph.name}`];
  return [
    { work: `impact, ${what}`, query: IMPACT, variables: { of: [of] }, floors: [down], most: MOST },
    {
      work: `lineagePaths, ${what}`,
      query: PATHS,
      variables: { from: of, to: deployment },
      floors: [down],
      most: MOST,
    },
    {
      work: `lineageDiff, ${what}`,
      query: DIFF,
      variables: { from: first, to: second },
      // The first is drawn behind more than it has frozen.
      floors: [up(second), up(second)],
      most: MOST,
    },
    { work: `contamination, ${what}`, query: CONTAMINATION, variables: { of }, floors: [down], most: MOST },
  ];
}
