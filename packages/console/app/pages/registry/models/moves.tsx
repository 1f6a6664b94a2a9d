import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { More } from '../../parts/lists/more.js';
import { type Page, useFurther } from '../../parts/lists/use-further.js';
import { Ago, type Named, NodeLink } from '../../parts/values.js';
import { MOVES_QUERY } from './version-fields.js';

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

export interface MovesProps {
  readonly moves: Page<Move>;
  /** Of the model, and as of when. */
  readonly variables: { readonly ref: string; readonly asOf?: string };
}

interface Further {
  readonly model: { readonly history: Page<Move> } | null;
}

/** How a model came to be what it is, newest first. */
export function Moves({ moves, variables }: MovesProps) {
  const pages = useFurther(moves, MOVES_QUERY, variables, ({ model }: Further) => model?.history);
  return (
    <>
      <Section title="History" count={pages.items.length} hasMore={pages.hasMore} empty="Nothing has moved.">
        <ol className="page-timeline">
          {pages.items.map(({ at, by, from, kind, name, reason, to, modelVersion }) => (
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
      <More of={pages} />
    </>
  );
}

/** A share is in percent. */
function shown(kind: string, value: string | null): string {
  if (value === null) return 'none';
  return kind === 'BINDING' ? `${value} %` : shortened(value, 60);
}
