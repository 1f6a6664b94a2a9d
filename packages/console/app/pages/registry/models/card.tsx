import { lazy, Suspense, useState } from 'react';
import { Section } from '../../parts/facts.js';
import { Problem, Waiting } from '../../parts/states.js';
import { useQuestion } from '../../parts/use-question.js';

const Markdown = lazy(() => import('../../files/markdown.js'));

const CARD_QUERY = 'query Card($modelVersion: Ref!) { modelVersion(ref: $modelVersion) { id card } }';

/** What a version is for, what it read and learnt from, who let it pass: written from the graph as it is now, when somebody opens it. */
export function Card({ id, label }: { readonly id: string; readonly label: string }) {
  const [open, setOpen] = useState(false);
  const { data, error } = useQuestion<{ modelVersion: { card: string } | null }>(
    CARD_QUERY,
    { modelVersion: id },
    { enabled: open },
  );
  const card = data?.modelVersion?.card;
  return (
    <Section title="Card">
      <p className="page-bar">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the card' : 'Show the card'}
        </button>
        {card === undefined ? null : (
          <a
            download={`${label.replaceAll(/[^\w.@-]/g, '_')}.md`}
            href={`data:text/markdown;charset=utf-8,${encodeURIComponent(card)}`}
          >
            Save as Markdown
          </a>
        )}
      </p>
      {open ? (
        <>
          <Problem error={error} />
          <Suspense fallback={<Waiting />}>{card === undefined ? <Waiting /> : <Markdown text={card} />}</Suspense>
        </>
      ) : null}
    </Section>
  );
}
