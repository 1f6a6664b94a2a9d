import { useParams } from 'react-router';
import { shortened } from '../../lineage/view/card-size.js';
import { Facts, Section } from '../parts/facts.js';
import { PageFrame, useAsOf } from '../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../parts/states.js';
import { Timeline, type TimelineEntry } from '../parts/timeline.js';
import { TIMELINE_FIELDS } from '../parts/timeline-fields.js';
import { useQuestion } from '../parts/use-question.js';
import { Ago, figure, type Named, NodeLink } from '../parts/values.js';

const DEPLOYMENT_QUERY = `query Deployment($ref: Ref!, $asOf: DateTime) {
  deployment(ref: $ref) {
    id kind label description owner endpoint createdAt
    environment { name }
    bindings(asOf: $asOf) {
      trafficPercent validFrom deployedBy
      modelVersion { id kind label aliases stage metrics { name value } }
    }
    history { trafficPercent validFrom validTo deployedBy endedBy modelVersion { id kind label } }
    timeline(first: 20) { nodes { ${TIMELINE_FIELDS} } }
  }
  impact(of: [$ref], change: DEPRECATE) { affected { node { id } lookupsPerMinute lastReadAt } }
}`;

interface ShownBinding {
  readonly trafficPercent: number;
  readonly validFrom: string;
  readonly deployedBy: string;
  readonly modelVersion: Named & {
    readonly aliases: readonly string[];
    readonly stage: string;
    readonly metrics: readonly { readonly name: string; readonly value: number }[];
  };
}

interface ShownDeployment extends Named {
  readonly description: string | null;
  readonly owner: string | null;
  readonly endpoint: string | null;
  readonly createdAt: string;
  readonly environment: { readonly name: string };
  readonly bindings: readonly ShownBinding[];
  readonly history: readonly {
    readonly trafficPercent: number;
    readonly validFrom: string;
    readonly validTo: string | null;
    readonly deployedBy: string;
    readonly endedBy: string | null;
    readonly modelVersion: Named;
  }[];
  readonly timeline: { readonly nodes: readonly TimelineEntry[] };
}

interface Answer {
  readonly deployment: ShownDeployment | null;
  readonly impact: {
    readonly affected: readonly {
      readonly node: { readonly id: string };
      readonly lookupsPerMinute: number;
      readonly lastReadAt: string | null;
    }[];
  };
}

/** Where models serve: who has which share now, or as of a time, how much is asked, and who served before. */
export default function DeploymentPage() {
  const { '*': ref = '' } = useParams();
  const asOf = useAsOf();
  const variables = { ref, ...(asOf !== undefined && { asOf }) };
  const { data, error } = useQuestion<Answer>(DEPLOYMENT_QUERY, variables, { every: 10_000 });
  const deployment = data?.deployment;
  const traffic = data?.impact.affected.find(({ node }) => node.id === deployment?.id);
  return (
    <PageFrame
      above={[['Deployments', '/deployments']]}
      title={ref}
      reference={ref}
      query={DEPLOYMENT_QUERY}
      variables={variables}
      timed
    >
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {deployment === null ? (
        <Empty how="{ deployments(first: 10) { nodes { label } } }">No deployment is called {ref}.</Empty>
      ) : null}
      {deployment == null ? null : (
        <>
          <Facts
            facts={[
              ['State', deployment.bindings.length > 0 ? <State key="s" word="live" /> : 'nothing serves'],
              ['Environment', deployment.environment.name],
              ['Endpoint', deployment.endpoint],
              ['Asked', traffic && `${figure(traffic.lookupsPerMinute)} / min`],
              ['Last read', traffic?.lastReadAt && <Ago key="r" time={traffic.lastReadAt} />],
              ['Owner', deployment.owner],
              ['Since', <Ago key="a" time={deployment.createdAt} />],
              ['About', deployment.description],
            ]}
          />
          <Section title="Split" count={deployment.bindings.length} empty="No version served.">
            <div className="page-split" aria-hidden="true">
              {deployment.bindings.map(({ trafficPercent, modelVersion }) => (
                <span key={modelVersion.id} style={{ flexGrow: trafficPercent }}>
                  {trafficPercent} %
                </span>
              ))}
            </div>
            <table>
              <thead>
                <tr>
                  {['Version', 'Share', 'Stage', 'Aliases', 'Since', 'Metrics'].map((word) => (
                    <th key={word} scope="col" className={word === 'Share' ? 'number' : undefined}>
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {deployment.bindings.map(({ trafficPercent, modelVersion, validFrom, deployedBy }) => (
                  <tr key={modelVersion.id}>
                    <th scope="row">
                      <NodeLink node={modelVersion} />
                    </th>
                    <td className="number">{trafficPercent} %</td>
                    <td>{modelVersion.stage}</td>
                    <td>{modelVersion.aliases.join(', ')}</td>
                    <td>
                      <Ago time={validFrom} /> by <bdi>{shortened(deployedBy, 30)}</bdi>
                    </td>
                    <td>
                      {modelVersion.metrics
                        .slice(0, 3)
                        .map(({ name, value }) => `${name} ${figure(value)}`)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Section title="Who served" count={deployment.history.length} empty="Nobody yet.">
            <ol className="page-timeline">
              {deployment.history.map(({ trafficPercent, modelVersion, validFrom, validTo, deployedBy, endedBy }) => (
                <li key={`${validFrom} ${modelVersion.id} ${trafficPercent}`}>
                  <strong>{trafficPercent} %</strong> <NodeLink node={modelVersion} /> from <Ago time={validFrom} /> by{' '}
                  <bdi>{shortened(deployedBy, 30)}</bdi>
                  {validTo === null ? (
                    ', until now'
                  ) : (
                    <>
                      {' '}
                      until <Ago time={validTo} /> by {endedBy}
                    </>
                  )}
                </li>
              ))}
            </ol>
          </Section>
          <Timeline entries={deployment.timeline.nodes} />
        </>
      )}
    </PageFrame>
  );
}
