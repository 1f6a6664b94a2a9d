import type { StateWord } from '../../ask/card-facts.js';
import { kindLook } from '../../graph/kinds.js';

/** Drawn in a box of 12; each state has a shape of its own, for colour alone tells nothing to some. */
export const STATE_ICONS: Readonly<Record<StateWord, string>> = {
  live: 'M6 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  current: 'M2 6.5 5 9.5 10 3',
  running: 'M3.5 2.5v7l6-3.5z',
  deprecated: 'M6 1.5 11 10.5H1zM6 5v2.5M6 9v.4',
  deleted: 'M2.5 2.5l7 7M9.5 2.5l-7 7',
  failed: 'M6 1.5v6M6 9.6v.9',
};

export function KindIcon({ kind }: { readonly kind: string }) {
  return (
    <svg className="lineage-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={kindLook(kind).icon} />
    </svg>
  );
}

/** GraphiQL's side bar shows it beside its own. */
export function LineageIcon(props: React.SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" height="1em" {...props}>
      <title>lineage icon</title>
      <rect x="1.5" y="3" width="7" height="5" rx="1.2" />
      <rect x="1.5" y="16" width="7" height="5" rx="1.2" />
      <rect x="15.5" y="9.5" width="7" height="5" rx="1.2" />
      <path d="M8.5 5.5c4 0 3 6.5 7 6.5M8.5 18.5c4 0 3-6.5 7-6.5" />
    </svg>
  );
}
