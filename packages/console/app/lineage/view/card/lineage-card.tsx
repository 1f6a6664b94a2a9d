import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo, useEffect, useSyncExternalStore } from 'react';
import type { CardState } from '../../ask/card-facts.js';
import type { Folded } from '../../graph/fold-versions.js';
import { kindLook } from '../../graph/kinds.js';
import { type Side, sideKey } from '../../graph/lineage-types.js';
import { rate } from '../edges/traffic-width.js';
import type { CardNode } from '../scene-types.js';
import { useFacts, usePicture } from '../state/picture-context.js';
import { CardNotes } from './card-notes.js';
import { CardRows } from './card-rows.js';
import { shortened } from './card-size.js';
import { CHANGES, ChangeChip, OUTCOMES, OutcomeChip } from './change-chips.js';
import { KindIcon, STATE_ICONS } from './icons.js';

/** A node of the graph: what it is, its name, what matters of it, and how much of its surroundings is not drawn. */
export const LineageCard = memo(function LineageCard({ id, data: { node, folded } }: NodeProps<CardNode>) {
  const {
    facts: store,
    trails,
    flow,
    selected,
    stop,
    changes,
    outcomes,
    notes,
    found,
    arrived,
    traffic,
    select,
  } = usePicture();
  const facts = useFacts(store, id);
  const lit = useSyncExternalStore(trails.subscribe, () => trails.trail()?.nodes.has(id) === true);
  useEffect(() => {
    if (folded === undefined) store.want(id);
  }, [store, id, folded]);
  const kind = facts?.kind ?? node.kind;
  const look = kindLook(kind);
  const label = shortened(facts?.label ?? node.label);
  const perMinute = node.kind === 'DEPLOYMENT' ? traffic.get(id) : undefined;
  const line =
    folded !== undefined ? foldedLine(folded) : perMinute ? `${rate(perMinute)} · ${facts?.line}` : facts?.line;
  // Some lines say what kind it is themselves.
  const shown = /^\d+ feature/.test(line ?? '') ? line : [look.word, line].filter(Boolean).join(' · ');
  const [change, outcome] = [changes.get(id), outcomes.get(id)];
  const fate = change !== undefined ? CHANGES[change] : outcome !== undefined ? OUTCOMES[outcome] : undefined;
  const ends =
    flow === 'RIGHT' ? ([Position.Left, Position.Right] as const) : ([Position.Top, Position.Bottom] as const);
  return (
    <div
      className="lineage-card"
      style={{ '--hue': look.hue ?? 220, '--colourful': look.hue === undefined ? '0' : '1' } as React.CSSProperties}
      data-kind={kind}
      data-lit={lit || undefined}
      data-change={change}
      data-outcome={outcome}
      data-found={found.has(id) || undefined}
      data-arrived={arrived.has(id) || undefined}
      data-selected={selected === id || undefined}
      data-state={facts?.state?.word}
    >
      <Handle type="target" position={ends[0]} isConnectable={false} />
      <button
        type="button"
        className="lineage-card-face"
        data-card={id}
        tabIndex={stop === id ? 0 : -1}
        aria-label={describe(label, shown, fate, facts?.state)}
        aria-pressed={selected === id}
        title={shortened(node.label, 1_000)}
        onClick={() => select(id)}
      >
        <KindIcon kind={kind} />
        <span className="lineage-card-text">
          <span className="lineage-card-label">
            <bdi>{label}</bdi>
          </span>{' '}
          <span className="lineage-card-line">{shown}</span>
        </span>{' '}
        {change !== undefined ? (
          <ChangeChip change={change} />
        ) : outcome !== undefined ? (
          <OutcomeChip outcome={outcome} />
        ) : null}{' '}
        {facts?.state === undefined ? null : <StateChip state={facts.state} />}
      </button>
      <SideButton id={id} side="UPSTREAM" label={label} />
      <SideButton id={id} side="DOWNSTREAM" label={label} />
      <CardRows id={id} facts={facts} />
      <CardNotes notes={notes.get(id)} />
      <Handle type="source" position={ends[1]} isConnectable={false} />
    </div>
  );
});

function foldedLine({ members }: Folded): string {
  const versions = members.filter(({ label }) => /@\d+$/.test(label)).length;
  return versions === 0 ? '' : `${versions} version${versions === 1 ? '' : 's'} here`;
}

/** What is seen, in its order: who says the name of a card aloud says what stands on it. */
function describe(label: string, line: string | undefined, fate: string | undefined, state: CardState | undefined) {
  return [label, line, fate, state === undefined ? undefined : (state.text ?? state.word)]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

function StateChip({ state }: { readonly state: CardState }) {
  return (
    <span className="lineage-chip" data-word={state.word}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={STATE_ICONS[state.word]} />
      </svg>
      <bdi>{shortened(state.text ?? state.word, 16)}</bdi>
    </span>
  );
}

/** `+12` at an edge of the card: so many neighbours are not drawn; a click draws them, another one folds them again. */
function SideButton({ id, side, label }: { readonly id: string; readonly side: Side; readonly label: string }) {
  const { hidden, open, toggle, folded } = usePicture();
  const key = sideKey(id, side);
  const count = hidden.get(key) ?? 0;
  const isOpen = open.has(key);
  if (folded || (count === 0 && !isOpen)) return null;
  const word = side === 'UPSTREAM' ? 'upstream' : 'downstream';
  return (
    <>
      {count > 0 ? <span className="lineage-tear" data-side={word} /> : null}
      <button
        type="button"
        className="lineage-side nodrag nopan"
        data-side={word}
        data-torn={count > 0 || undefined}
        tabIndex={-1}
        title={count > 0 ? `${count.toLocaleString('en')} more ${word}: show` : `Fold what is ${word}`}
        aria-label={`${count > 0 ? `Show ${count} more` : 'Fold what is'} ${word} of ${label}`}
        onClick={() => toggle(id, side)}
      >
        {count > 0 ? `+${short(count)}` : '−'}
      </button>
    </>
  );
}

function short(count: number): string {
  return count < 10_000 ? count.toLocaleString('en') : `${Math.floor(count / 1_000).toLocaleString('en')}k`;
}
