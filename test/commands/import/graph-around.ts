import { expect } from '@jest/globals';
import type { AppUnderTest } from '../../support/service/app-under-test.js';

interface Lineage {
  readonly nodes: { readonly node: { readonly id: string; readonly kind: string; readonly label: string } }[];
  readonly edges: { readonly from: string; readonly to: string; readonly kind: string; readonly attributes: unknown }[];
}

/** The graph around something, each node by its kind and label. */
export async function graphAround(app: AppUnderTest, project: string, ref: string) {
  const { data, errors } = await app.headwater.answer<{ lineage: Lineage; changes: { totalCount: number } }>(
    `query ($ref: Ref!) { lineage(of: [$ref], direction: BOTH, depth: 50) { nodes { node { id kind label description owner
       ... on Run { status type } ... on FeatureSetVersion { ttlSeconds features { name type defaultValue allowed { min } } }
       ... on Deployment { endpoint } ... on DatasetVersion { digest location columns { name type } }
       ... on ModelVersion { artifact { uri bytes } metrics { name value } requestInputs { name position } } } }
       edges { from to kind attributes } } }`,
    { ref },
    { project },
  );
  expect(errors).toEqual([]);
  const { nodes = [], edges = [] } = data?.lineage ?? {};
  const labels = new Map(nodes.map(({ node: { id, kind, label } }) => [id, `${kind} ${label}`]));
  return {
    nodes: nodes.map(({ node: { id: _, ...node } }) => JSON.stringify(node)).sort(),
    edges: edges
      .map(({ from, to, kind, attributes }) => JSON.stringify([labels.get(from), kind, labels.get(to), attributes]))
      .sort(),
  };
}
