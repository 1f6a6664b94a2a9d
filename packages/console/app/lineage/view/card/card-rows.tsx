import { Handle, Position } from '@xyflow/react';
import { useSyncExternalStore } from 'react';
import type { CardFacts } from '../../ask/card-facts.js';
import { rowKey } from '../../graph/trail.js';
import { rowEnd } from '../row-lines.js';
import { usePicture } from '../state/picture-context.js';
import { shortened } from './card-size.js';

/** The columns or features of a card, each of which lights its own way. */
export function CardRows({ id, facts }: { readonly id: string; readonly facts: CardFacts | undefined }) {
  const { rows, columns, toggleRows } = usePicture();
  if (facts === undefined) return null;
  const { names, total } = columns.rowsOf(id);
  if (total === 0) return null;
  const what = facts.kind.startsWith('FEATURE') ? 'features' : 'columns';
  const isOpen = rows.has(id);
  return (
    <>
      <button
        type="button"
        className="lineage-rows-toggle nodrag nopan"
        tabIndex={-1}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Hide' : 'Show'} ${total} ${what} of ${shortened(facts.label)}`}
        title={`${isOpen ? 'Hide' : 'Show'} ${what}`}
        onClick={() => toggleRows(id)}
      >
        {isOpen ? '▴' : '▾'}
      </button>
      {isOpen ? (
        <ul className="lineage-rows" data-count={`${total} ${what}`}>
          {names.map((name) => (
            <CardRow key={name} id={id} name={name} label={`${shortened(name)} of ${shortened(facts.label)}`} />
          ))}
          {total > names.length ? <li className="lineage-more">and {total - names.length} more</li> : null}
        </ul>
      ) : null}
    </>
  );
}

interface CardRowProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

function CardRow({ id, name, label }: CardRowProps) {
  const { trails } = usePicture();
  const key = rowKey(id, name);
  const lit = useSyncExternalStore(trails.subscribe, () => trails.trail()?.rows.has(key) === true);
  return (
    <li
      className="lineage-row"
      data-row={key}
      data-lit={lit || undefined}
      title={shortened(name, 500)}
      // The keys lead here, and light its way.
      tabIndex={-1}
      aria-label={label}
    >
      <Ends name={name} side="left" />
      <bdi>{shortened(name)}</bdi>
      <Ends name={name} side="right" />
    </li>
  );
}

/** Where cards stand below each other, lines come and go at the same side. */
function Ends({ name, side }: { readonly name: string; readonly side: 'left' | 'right' }) {
  const { flow } = usePicture();
  const both = { id: rowEnd(name, side), position: side === 'left' ? Position.Left : Position.Right };
  return (
    <>
      {flow === 'DOWN' || side === 'left' ? <Handle type="target" {...both} isConnectable={false} /> : null}
      {flow === 'DOWN' || side === 'right' ? <Handle type="source" {...both} isConnectable={false} /> : null}
    </>
  );
}
