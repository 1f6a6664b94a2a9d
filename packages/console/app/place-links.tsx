import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { PLACES } from './header/places.js';
import { projectPrefix } from './lineage/page/addresses.js';

/** The pages, in GraphiQL's side bar behind its panels. */
export function PlaceLinks() {
  const [side, setSide] = useState<Element | null>(null);
  useEffect(() => {
    const bar = document.querySelector('.graphiql-sidebar');
    if (bar === null) return;
    const place = document.createElement('nav');
    place.className = 'place-links';
    place.ariaLabel = 'Places';
    // Before the settings, which the style of GraphiQL pushes to the far end.
    bar.insertBefore(place, bar.querySelector(':scope > button[style]'));
    setSide(place);
    return () => place.remove();
  }, []);
  if (side === null) return null;
  return createPortal(
    PLACES.map(({ path, word, icon }) => (
      <a key={path} className="graphiql-un-styled" href={projectPrefix() + path} title={word}>
        <svg viewBox="0 0 16 16">
          <title>{word}</title>
          <path d={icon} />
        </svg>
      </a>
    )),
    side,
  );
}
