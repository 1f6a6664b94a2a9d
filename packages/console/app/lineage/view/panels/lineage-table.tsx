import { useEffect } from 'react';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import { kindLook } from '../../graph/kinds.js';
import type { ShownGraph } from '../../graph/shown-graph.js';
import { shortened } from '../card/card-size.js';
import { KindIcon } from '../card/icons.js';
import { useFacts } from '../state/picture-context.js';

const MOST = 500;

/** The same graph for those who read rather than look. */
export function LineageTable({ shown, facts }: { readonly shown: ShownGraph; readonly facts: FactsOnSight }) {
  const labels = new Map(shown.nodes.map(({ id, label }) => [id, label]));
  const names = (ids: readonly string[]) => ids.map((id) => shortened(labels.get(id) ?? id)).join(', ');
  return (
    <div className="lineage-table">
      <table>
        <caption>
          {shown.nodes.length} nodes and {shown.links.length} edges
          {shown.nodes.length > MOST ? `; the first ${MOST} are listed` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Kind</th>
            <th scope="col">What matters</th>
            <th scope="col">State</th>
            <th scope="col">Made from</th>
            <th scope="col">Made into</th>
          </tr>
        </thead>
        <tbody>
          {shown.nodes.slice(0, MOST).map(({ id, kind, label }) => (
            <Row
              key={id}
              id={id}
              kind={kind}
              label={label}
              facts={facts}
              from={names(shown.links.filter(({ to }) => to === id).map(({ from }) => from))}
              into={names(shown.links.filter(({ from }) => from === id).map(({ to }) => to))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly facts: FactsOnSight;
  readonly from: string;
  readonly into: string;
}

function Row({ id, kind, label, facts, from, into }: RowProps) {
  const known = useFacts(facts, id);
  useEffect(() => facts.want(id), [facts, id]);
  return (
    <tr>
      <th scope="row">
        <KindIcon kind={known?.kind ?? kind} />
        <bdi>{shortened(label)}</bdi>
      </th>
      <td data-of="Kind">{kindLook(known?.kind ?? kind).word}</td>
      <td data-of="What matters">{known?.line}</td>
      <td data-of="State">{known?.state?.text ?? known?.state?.word}</td>
      <td data-of="Made from">{from}</td>
      <td data-of="Made into">{into}</td>
    </tr>
  );
}
