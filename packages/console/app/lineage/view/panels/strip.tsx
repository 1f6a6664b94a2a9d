import type { ReactNode } from 'react';

/** A line below the picture that can be closed. */
export function Strip({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <aside className="lineage-strip" aria-label={title}>
      {children}
      <button type="button" className="lineage-close" aria-label={`Close: ${title}`} onClick={onClose}>
        ×
      </button>
    </aside>
  );
}
