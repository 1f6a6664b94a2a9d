import { shortened } from '../../../lineage/view/card/card-size.js';
import { State } from '../../parts/states.js';
import { Ago, figure, NodeLink } from '../../parts/values.js';
import type { ShownEvaluation, ShownRule } from './version-gates.js';

const WORDS = {
  PASSED: ['SUCCEEDED', 'passed'],
  WARNED: ['WARNED', 'passed, with warnings'],
  FAILED: ['FAILED', 'refused'],
  UNGUARDED: ['UNGUARDED', 'nothing guards it'],
} as const;

/** What a gate found of a version: every rule, with its numbers and its sentence. */
export function Evaluation({ evaluation }: { readonly evaluation: ShownEvaluation }) {
  const { to, targetKind, verdict, evaluatedAt, evaluatedBy, champion, policy, rules } = evaluation;
  const [word, text] = WORDS[verdict];
  return (
    <details className="gate" open={verdict === 'FAILED' || verdict === 'WARNED'}>
      <summary>
        <State word={word} text={text} /> {targetKind.toLowerCase()} <strong>{shortened(to, 60)}</strong>{' '}
        <Ago time={evaluatedAt} /> by <bdi>{shortened(evaluatedBy, 40)}</bdi>
        {policy === null ? null : <small> policy {policy.version}</small>}
        {champion === null ? (
          <small> no champion to compare with</small>
        ) : (
          <small>
            {' '}
            against <NodeLink node={champion} />
          </small>
        )}
      </summary>
      {rules.length === 0 ? null : (
        <div className="page-scroll">
          <table className="page-list">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col">Outcome</th>
                {['Found', 'Needed', 'Champion'].map((head) => (
                  <th key={head} scope="col" className="number">
                    {head}
                  </th>
                ))}
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a policy may have a rule twice.
                <RuleRow key={index} result={rule} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function RuleRow({
  result: { rule, outcome, explanation, found, threshold, champion },
}: {
  readonly result: ShownRule;
}) {
  const warns = outcome === 'FAILED' && rule.severity === 'WARN';
  return (
    <tr>
      <th scope="row">
        {ruleWord(rule.kind)} {rule.metric === null ? null : <bdi>{shortened(rule.metric, 60)}</bdi>}
      </th>
      <td data-of="Outcome">
        {outcome === 'NOT_APPLICABLE' ? (
          'does not apply'
        ) : (
          <State
            word={outcome === 'PASSED' ? 'SUCCEEDED' : warns ? 'WARNED' : 'FAILED'}
            text={outcome === 'PASSED' ? 'met' : warns ? 'warns' : 'blocks'}
          />
        )}
      </td>
      <td data-of="Found" className="number">
        {figure(found)}
      </td>
      <td data-of="Needed" className="number">
        {figure(threshold)}
      </td>
      <td data-of="Champion" className="number">
        {figure(champion)}
      </td>
      <td data-of="Why">{shortened(explanation, 400)}</td>
    </tr>
  );
}

export const ruleWord = (kind: string): string => kind.toLowerCase().replaceAll('_', ' ');
