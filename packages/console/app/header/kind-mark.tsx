import { kindLook } from '../lineage/graph/kinds.js';

/** The icon of a kind in its hue, as on the cards of the picture. */
export function KindMark({ kind }: { readonly kind: string }) {
  const { hue, icon, word } = kindLook(kind);
  return (
    <svg
      className="kind-mark"
      viewBox="0 0 16 16"
      role="img"
      aria-label={word}
      style={{ '--hue': hue ?? 220, '--colourful': hue === undefined ? '0' : '1' } as React.CSSProperties}
    >
      <path d={icon} />
    </svg>
  );
}
