import type { Note } from '../../ask/diff-notes.js';
import { SIGNS } from '../../ask/load-diff.js';
import { CARD, shortened } from './card-size.js';

const WORDS = { ADDED: 'added', REMOVED: 'removed', CHANGED: 'changed' } as const;

/** What is different of a card, on the card. */
export function CardNotes({ notes }: { readonly notes: readonly Note[] | undefined }) {
  if (notes === undefined) return null;
  return (
    <ul className="lineage-rows lineage-notes" data-count={`${notes.length} differences`}>
      {notes.slice(0, CARD.notes).map(({ change, text }) => (
        <li key={`${change} ${text}`} className="lineage-note" data-change={change} title={shortened(text, 500)}>
          <span aria-hidden="true">{SIGNS[change]}</span>
          <span className="lineage-unseen">{WORDS[change]} </span>
          <bdi>{shortened(text)}</bdi>
        </li>
      ))}
      {notes.length > CARD.notes ? <li className="lineage-more">and {notes.length - CARD.notes} more</li> : null}
    </ul>
  );
}
