import type { ReactNode } from 'react';

/** The shape of what is coming. */
export function Waiting() {
  return (
    <div className="page-waiting" role="status" aria-label="Loading">
      <span />
      <span />
      <span />
    </div>
  );
}

/** The service's own sentence. */
export function Problem({ error }: { readonly error: Error | null }) {
  return error === null ? null : (
    <p role="alert" className="page-problem">
      {error.message}
    </p>
  );
}

/** What would be here, and what puts it there. */
export function Empty({ children, how }: { readonly children: ReactNode; readonly how: string }) {
  return (
    <div className="page-empty">
      <p>{children}</p>
      <pre>{how}</pre>
    </div>
  );
}

const ICONS: Readonly<Record<string, string>> = {
  SUCCEEDED: 'M2 6.5 5 9.5 10 3',
  FAILED: 'M6 1.5v6M6 9.6v.9',
  CANCELLED: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  LOST: 'M6 1.5v6M6 9.6v.9',
  RUNNING: 'M3.5 2.5v7l6-3.5z',
  live: 'M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  current: 'M2 6.5 5 9.5 10 3',
  WARNED: 'M6 1.5v6M6 9.6v.9',
};

/** State: a colour, an icon and a word. */
export function State({ word, text = word.toLowerCase() }: { readonly word: string; readonly text?: string }) {
  return (
    <span className="page-chip" data-word={word}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={ICONS[word] ?? 'M2 6h8'} />
      </svg>
      {text}
    </span>
  );
}
