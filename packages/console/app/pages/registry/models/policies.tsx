import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { Ago } from '../../parts/values.js';
import { ruleWord } from './evaluation.js';
import type { ShownPolicy } from './model.js';
import { targetOf } from './version-gates.js';

/** What a version has to be to get a stage or an alias. */
export function Policies({ policies }: { readonly policies: readonly ShownPolicy[] }) {
  if (policies.length === 0) return null;
  return (
    <Section title="What guards it" count={policies.length}>
      <ol className="page-timeline">
        {policies.map((policy) => (
          <li key={targetOf(policy)}>
            {policy.targetKind.toLowerCase()} <strong>{shortened(policy.to, 60)}</strong>{' '}
            <small>
              version {policy.version}, <Ago time={policy.definedAt} /> by <bdi>{shortened(policy.definedBy, 40)}</bdi>
              {policy.overridable ? ', can be overridden with a reason' : ''}
            </small>
            <br />
            {policy.rules
              .map(({ kind, metric, severity }) =>
                [ruleWord(kind), metric, severity === 'WARN' ? '(warns)' : ''].filter(Boolean).join(' '),
              )
              .join(' · ')}
            {policy.approvals.map(({ role, count }) => ` · ${count} × ${role.toLowerCase()} approves`).join('')}
          </li>
        ))}
      </ol>
    </Section>
  );
}
