import { Handle, Position } from '@xyflow/react';
import { useSyncExternalStore } from 'react';
import type { CardFacts } from '../../ask/card-facts.js';
import { rowKey } from '../../graph/trail.js';
import { usePicture } from '../state/picture-context.js';
import { CARD, shortened } from './card-size.js';

/** The columns or features of a card, each of which lights its own way. */
export function CardRows({ id, facts }: { readonly id: string; readonly facts: CardFacts | undefined }) {
  const { rows, toggleRows } = usePicture();
  if (facts === undefined || facts.rows.length === 0) return null;
  const what = facts.kind.startsWith('FEATURE') ? 'features' : 'columns';
  const isOpen = rows.has(id);
  return (
    <>
      <button
        type="button"
        className="lineage-rows-toggle nodrag nopan"
        tabIndex={-1}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Hide' : 'Show'} ${facts.rows.length} ${what} of ${shortened(facts.label)}`}
        title={`${isOpen ? 'Hide' : 'Show'} ${what}`}
        onClick={() => toggleRows(id)}
      >
        {isOpen ? '▴' : '▾'}
      </button>
      {isOpen ? (
        <ul className="lineage-rows" data-count={`${facts.rows.length} ${what}`}>
          {facts.rows.slice(0, CARD.most).map((name) => (
            <CardRow key={name} id={id} name={name} />
          ))}
          {facts.rows.length > CARD.most ? (
            <li className="lineage-more">and {facts.rows.length - CARD.most} more</li>
          ) : null}
        </ul>
      ) : null}
    </>
  );
}

function CardRow({ id, name }: { readonly id: string; readonly name: string }) {
  const { trails } = usePicture();
  const key = rowKey(id, name);
  const lit = useSyncExternalStore(trails.subscribe, () => trails.trail()?.rows.has(key) === true);
  return (
    <li className="lineage-row" data-row={key} data-lit={lit || undefined} title={shortened(name, 500)}>
      <Handle type="target" id={`row ${name}`} position={Position.Left} isConnectable={false} />
      <bdi>{shortened(name)}</bdi>
      <Handle type="source" id={`row ${name}`} position={Position.Right} isConnectable={false} />
    </li>
  );
}
