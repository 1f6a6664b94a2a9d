import { NodeList } from '../../parts/lists/node-list.js';
import { Ago, figure, firstOf, type Named, NodeLink } from '../../parts/values.js';

const MODELS_QUERY = `query Models($filter: NodeFilter, $after: String) {
  found: models(filter: $filter, first: 50, after: $after) {
    nodes {
      id kind label owner createdAt
      latestVersion { id kind label stage metrics { name value } createdAt }
      aliases { alias modelVersion { label } }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface ListedModel extends Named {
  readonly owner: string | null;
  readonly latestVersion:
    | (Named & {
        readonly stage: string;
        readonly createdAt: string;
        readonly metrics: readonly { readonly name: string; readonly value: number }[];
      })
    | null;
  readonly aliases: readonly { readonly alias: string; readonly modelVersion: { readonly label: string } }[];
}

const HOW =
  'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { modelVersion { label } } }';

export default function ModelList() {
  return (
    <NodeList<ListedModel>
      title="Models"
      query={MODELS_QUERY}
      how={HOW}
      columns={[
        ['Name', (model) => <NodeLink node={model} />],
        ['Newest', ({ latestVersion }) => latestVersion?.label ?? ''],
        ['Stage', ({ latestVersion }) => latestVersion?.stage ?? ''],
        [
          'Aliases',
          ({ aliases }) =>
            aliases
              .map(({ alias, modelVersion }) => `${alias} → ${modelVersion.label.replace(/^.*@/s, '@')}`)
              .join(', '),
        ],
        [
          'Metrics',
          ({ latestVersion }) =>
            firstOf(
              (latestVersion?.metrics ?? []).map(({ name, value }) => `${name} ${figure(value)}`),
              3,
              ' · ',
            ),
        ],
        ['Registered', ({ latestVersion }) => <Ago time={latestVersion?.createdAt} />],
        ['Owner', ({ owner }) => owner ?? ''],
      ]}
    />
  );
}
