import { NodeList } from '../../parts/lists/node-list.js';
import { State } from '../../parts/states.js';
import { Ago, type Named, NodeLink } from '../../parts/values.js';

const DEPLOYMENTS_QUERY = `query Deployments($filter: NodeFilter, $after: String, $asOf: DateTime) {
  found: deployments(filter: $filter, first: 50, after: $after) {
    nodes { id kind label owner endpoint createdAt deletedAt bindings(asOf: $asOf) { trafficPercent validFrom modelVersion { id kind label } } }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface ListedDeployment extends Named {
  readonly owner: string | null;
  readonly endpoint: string | null;
  readonly deletedAt: string | null;
  readonly bindings: readonly {
    readonly trafficPercent: number;
    readonly validFrom: string;
    readonly modelVersion: Named;
  }[];
}

const HOW = 'mutation ($input: DeployInput!) { deploy(input: $input) { deployment { label } } }';

export default function DeploymentList() {
  return (
    <NodeList<ListedDeployment>
      title="Deployments"
      timed
      query={DEPLOYMENTS_QUERY}
      how={HOW}
      columns={[
        ['Name', (deployment) => <NodeLink node={deployment} />],
        ['State', ({ bindings }) => (bindings.length > 0 ? <State word="live" /> : 'nothing serves')],
        [
          'Split',
          ({ bindings }) =>
            bindings.map(({ trafficPercent, modelVersion }) => `${trafficPercent} % ${modelVersion.label}`).join(' · '),
        ],
        [
          'Since',
          ({ bindings }) => (
            <Ago
              time={bindings
                .map(({ validFrom }) => validFrom)
                .sort()
                .at(-1)}
            />
          ),
        ],
        ['Endpoint', ({ endpoint }) => endpoint ?? ''],
        ['Owner', ({ owner }) => owner ?? ''],
      ]}
    />
  );
}
