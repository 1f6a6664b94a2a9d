import { useCallback, useEffect, useMemo, useState } from 'react';
import faviconUrl from '../../favicon.svg';
import { Account } from '../../session/account.js';
import { asker } from '../ask/ask.js';
import { follower } from '../ask/follow-lineage.js';
import { LineagePicture } from '../view/lineage-picture.js';
import { type ChangeView, isAnother, type PictureView, viewFromSearch, viewToSearch } from '../view/picture-view.js';
import { editorAddress, lineageAddress, projectPrefix, refOfAddress } from './addresses.js';

const openInEditor = (query: string, variables: object) => location.assign(editorAddress(query, variables));

/** One node and what is around it, alone on a page: everything that is done to it stands in the address. */
export function LineagePage() {
  const [ref] = useState(refOfAddress);
  const [view, setView] = useState(() => viewFromSearch(location.search));
  const ask = useMemo(() => asker(), []);
  const follow = useMemo(() => follower(), []);
  const source = useMemo(() => ({ of: [ref] }), [ref]);
  const change: ChangeView = useCallback((part) => setView((was): PictureView => ({ ...was, ...part })), []);
  useEffect(() => {
    document.title = `${ref || 'Lineage'} · Headwater`;
  }, [ref]);
  useEffect(() => {
    const address = lineageAddress(ref, viewToSearch(view));
    if (address === location.pathname + location.search) return;
    if (isAnother(view, viewFromSearch(location.search))) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }, [ref, view]);
  useEffect(() => {
    const goBack = () => setView(viewFromSearch(location.search));
    addEventListener('popstate', goBack);
    return () => removeEventListener('popstate', goBack);
  }, []);
  return (
    <main className="graphiql-container lineage-page">
      <nav className="lineage-page-head" aria-label="Where this is">
        <a className="lineage-page-mark" href={`${projectPrefix()}/`}>
          <img src={faviconUrl} alt="" /> Headwater
        </a>
        <span aria-hidden="true">/</span>
        <span>lineage</span>
        <span aria-hidden="true">/</span>
        <h1>
          <bdi>{ref}</bdi>
        </h1>
        <Account />
      </nav>
      {ref === '' ? (
        <p className="lineage-page-empty">
          Write what you look for behind the address: <code>/lineage/flights@1</code>,{' '}
          <code>/lineage/production/flight-delay</code>.
        </p>
      ) : (
        <LineagePicture
          ask={ask}
          follow={follow}
          source={source}
          view={view}
          change={change}
          onQuery={openInEditor}
          pageOf={lineageAddress}
        />
      )}
    </main>
  );
}
