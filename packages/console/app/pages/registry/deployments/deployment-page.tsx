import { useParams } from 'react-router';
import { hadHappened } from '../../parts/as-of.js';
import { Facts } from '../../parts/facts.js';
import { NodeTimeline } from '../../parts/lists/node-timeline.js';
import { PageFrame, useAsOf } from '../../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../../parts/states.js';
import { useMay } from '../../parts/use-may.js';
import { useQuestion } from '../../parts/use-question.js';
import { Ago, figure } from '../../parts/values.js';
import { Challengers } from './challengers.js';
import { DEPLOYMENT_QUERY, type ShownDeployment } from './deployment.js';
import { Rollback } from './rollback.js';
import { Split, WhoServed } from './split.js';

const AGAIN_MS = 10_000;

/** Where models serve: who has which share now, or as of a time, how much is asked, who served before, and the way back. */
export default function DeploymentPage() {
  const { '*': ref = '' } = useParams();
  const asOf = useAsOf();
  const variables = { ref, now: asOf === undefined, ...(asOf !== undefined && { asOf }) };
  const { data, error } = useQuestion<{ deployment: ShownDeployment | null }>(DEPLOYMENT_QUERY, variables, {
    every: AGAIN_MS,
  });
  const mayRollBack = useMay('deployment:rollback');
  const deployment = data?.deployment;
  const history = (deployment?.history ?? []).filter(({ validFrom }) => hadHappened(validFrom, asOf));
  const lookups = deployment?.comparison?.versions.reduce((sum, { lookupsPerMinute }) => sum + lookupsPerMinute, 0);
  const earlier = deployment?.rollsBackTo;
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
        <Empty how="{ deployments(first: 10) { nodes { label } } }">
          {`No deployment ${asOf === undefined ? 'is' : 'was'} called ${ref}.`}
        </Empty>
      ) : null}
      {deployment == null ? null : (
        <>
          <Facts
            facts={[
              ['State', deployment.bindings.length > 0 ? <State key="s" word="live" /> : 'nothing serves'],
              ['Environment', deployment.environment.name],
              ['Endpoint', deployment.endpoint],
              ['Asked', lookups === undefined ? null : `${figure(lookups)} / min`],
              ['Owner', deployment.owner],
              ['Since', <Ago key="a" time={deployment.createdAt} />],
              ['About', deployment.description],
            ]}
          />
          {earlier == null || !mayRollBack ? null : (
            <p className="page-bar">
              <Rollback deployment={deployment.label} now={deployment.bindings} earlier={earlier} />
            </p>
          )}
          <Split bindings={deployment.bindings} />
          {deployment.comparison === undefined ? null : <Challengers comparison={deployment.comparison} />}
          <WhoServed history={history} />
          <NodeTimeline id={deployment.id} timeline={deployment.timeline} />
        </>
      )}
    </PageFrame>
  );
}
