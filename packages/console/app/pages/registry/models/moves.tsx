import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { Ago, type Named, NodeLink } from '../../parts/values.js';

/** An alias, a stage, an approval or a share of traffic that moved. */
export interface Move {
  readonly at: string;
  readonly by: string;
  readonly from: string | null;
  readonly kind: string;
  readonly name: string;
  readonly reason: string | null;
  readonly to: string | null;
  readonly modelVersion: Named;
}

/** How a model came to be what it is, newest first. */
export function Moves({ moves }: { readonly moves: readonly Move[] }) {
  return (
    <Section title="History" count={moves.length} empty="Nothing has moved.">
      <ol className="page-timeline">
        {moves.map(({ at, by, from, kind, name, reason, to, modelVersion }) => (
          <li key={`${at} ${kind} ${name} ${modelVersion.id}`}>
            <strong>{kind.toLowerCase()}</strong> <bdi>{shortened(name, 60)}</bdi> <NodeLink node={modelVersion} />{' '}
            {from === null && to === null ? null : (
              <bdi>
                {shown(kind, from)} → {shown(kind, to)}
              </bdi>
            )}{' '}
            <Ago time={at} /> by <bdi>{shortened(by, 40)}</bdi>
            {reason === null ? null : <q>{shortened(reason, 200)}</q>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** A share is in percent. */
function shown(kind: string, value: string | null): string {
  if (value === null) return 'none';
  return kind === 'BINDING' ? `${value} %` : shortened(value, 60);
}
