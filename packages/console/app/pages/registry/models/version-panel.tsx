import { useMutation, useQueryClient } from '@tanstack/react-query';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Files } from '../../files/files.js';
import { hadHappened } from '../../parts/as-of.js';
import { Facts, Section } from '../../parts/facts.js';
import { More } from '../../parts/lists/more.js';
import { useFurther } from '../../parts/lists/use-further.js';
import { Problem, State } from '../../parts/states.js';
import { useAsk, useQuestion } from '../../parts/use-question.js';
import { Ago, figure, NodeLink } from '../../parts/values.js';
import { Card } from './card.js';
import { Evaluation } from './evaluation.js';
import type { ShownPolicy, ShownVersion } from './model.js';
import {
  EVALUATE_QUERY,
  EVALUATIONS_QUERY,
  GATES_QUERY,
  type ShownApproval,
  targetOf,
  type VersionGates,
} from './version-gates.js';

export interface VersionPanelProps {
  readonly version: ShownVersion;
  readonly policies: readonly ShownPolicy[];
  readonly asOf: string | undefined;
}

/** One version of a model: what its gates found and who approved it, what it was made from, its files. */
export function VersionPanel({ version, policies, asOf }: VersionPanelProps) {
  const { id, label, description, createdAt, createdBy, metrics } = version;
  const { data, error } = useQuestion<VersionGates>(GATES_QUERY, { id, ...(asOf !== undefined && { asOf }) });
  const pages = useFurther(
    data?.node?.gateEvaluations,
    EVALUATIONS_QUERY,
    { id },
    ({ node }: VersionGates) => node?.gateEvaluations,
  );
  const evaluations = pages.items.filter(({ evaluatedAt }) => hadHappened(evaluatedAt, asOf));
  const approvals = data?.node?.approvals ?? [];
  const derivedFrom = data?.node?.derivedFrom ?? [];
  return (
    <section className="version-panel" aria-label={label}>
      <h2>
        <bdi>{shortened(label, 80)}</bdi>
      </h2>
      <Problem error={error} />
      <Facts
        facts={[
          ['Registered', <Ago key="a" time={createdAt} />],
          ['By', createdBy],
          [
            'Fine-tuned from',
            derivedFrom.length === 0 ? null : derivedFrom.map((node) => <NodeLink key={node.id} node={node} />),
          ],
          ['Metrics', metrics.map(({ name, value }) => `${shortened(name, 60)} ${figure(value)}`).join(' · ')],
          ['About', description],
        ]}
      />
      <Section
        title="Gates"
        count={evaluations.length}
        hasMore={pages.hasMore}
        empty={
          policies.length === 0 ? 'Nothing guards this model: no policy is defined.' : 'No gate has been asked yet.'
        }
      >
        {evaluations.map((evaluation) => (
          <Evaluation key={evaluation.id} evaluation={evaluation} />
        ))}
      </Section>
      <More of={pages} />
      {asOf === undefined && policies.length > 0 ? <AskGates label={label} policies={policies} /> : null}
      <Approvals approvals={approvals} policies={policies} />
      {asOf === undefined ? <Card id={id} label={label} /> : null}
      <Files id={id} />
    </section>
  );
}

/** The gates are asked now: what they find is kept, as when somebody promotes. */
function AskGates({ label, policies }: { readonly label: string; readonly policies: readonly ShownPolicy[] }) {
  const ask = useAsk();
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (policy: ShownPolicy) => ask(EVALUATE_QUERY, { modelVersion: label, to: targetOf(policy) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [GATES_QUERY] }),
  });
  return (
    <div>
      <p className="page-bar">
        {policies.map((policy) => (
          <button key={targetOf(policy)} type="button" disabled={isPending} onClick={() => mutate(policy)}>
            Ask the gate of {shortened(policy.to, 40)}
          </button>
        ))}
      </p>
      <Problem error={error} />
    </div>
  );
}

interface ApprovalsProps {
  readonly approvals: readonly ShownApproval[];
  readonly policies: readonly ShownPolicy[];
}

function Approvals({ approvals, policies }: ApprovalsProps) {
  const needed = policies.flatMap(({ to, approvals: needs }) =>
    needs.map(({ role, count }) => `${count} × ${role.toLowerCase()} for ${to}`),
  );
  return (
    <Section
      title="Approvals"
      count={approvals.length}
      empty={needed.length === 0 ? 'None is needed.' : `None yet. Needed: ${needed.join(', ')}.`}
    >
      <ol className="page-timeline">
        {approvals.map(({ at, by, decision, to, reason, roles, acknowledgesSignature }) => (
          <li key={`${at} ${by} ${to}`}>
            <State
              word={decision === 'APPROVED' ? 'SUCCEEDED' : 'FAILED'}
              text={decision === 'APPROVED' ? 'approved' : 'rejected'}
            />{' '}
            for <strong>{shortened(to, 60)}</strong> by <bdi>{shortened(by, 40)}</bdi>{' '}
            <small>{roles.join(', ').toLowerCase()}</small> <Ago time={at} />
            {acknowledgesSignature ? <small> knows that the signature differs</small> : null}
            {reason === null ? null : <q>{shortened(reason, 400)}</q>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
