import { NodeList } from '../parts/lists/node-list.js';
import { Ago, firstOf, type Named, NodeLink } from '../parts/values.js';

const FEATURE_SETS_QUERY = `query FeatureSets($filter: NodeFilter, $after: String) {
  found: featureSets(filter: $filter, first: 50, after: $after) {
    nodes {
      id kind label owner description createdAt
      entity { joinKeys { name } }
      currentVersion { label ttlSeconds features { name } }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface ListedFeatureSet extends Named {
  readonly owner: string | null;
  readonly createdAt: string;
  readonly entity: { readonly joinKeys: readonly { readonly name: string }[] };
  readonly currentVersion: {
    readonly label: string;
    readonly ttlSeconds: number | null;
    readonly features: readonly { readonly name: string }[];
  } | null;
}

const HOW =
  'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { featureSetVersion { label } } }';

export default function FeatureSetList() {
  return (
    <NodeList<ListedFeatureSet>
      title="Features"
      query={FEATURE_SETS_QUERY}
      how={HOW}
      columns={[
        ['Name', (set) => <NodeLink node={set} />],
        ['Current', ({ currentVersion }) => currentVersion?.label ?? 'none'],
        [
          'Features',
          ({ currentVersion }) =>
            firstOf(
              (currentVersion?.features ?? []).map(({ name }) => name),
              4,
            ),
        ],
        ['Keys', ({ entity }) => entity.joinKeys.map(({ name }) => name).join(', ')],
        ['Since', ({ createdAt }) => <Ago time={createdAt} />],
        ['Owner', ({ owner }) => owner ?? ''],
      ]}
    />
  );
}
