import { useCallback, useEffect, useMemo, useState } from 'react';
import { ProjectContext, projectOf } from '../../header/project.js';
import { useIdentity } from '../../session/use-identity.js';
import { asker } from '../ask/ask.js';
import { follower } from '../ask/follow-lineage.js';
import type { LineageNode } from '../graph/lineage-types.js';
import { LineagePicture } from '../view/lineage-picture.js';
import { type ChangeView, isAnother, type PictureView, viewFromSearch, viewToSearch } from '../view/picture-view.js';
import { editorAddress, lineageAddress, refOfAddress } from './addresses.js';
import { LineageHead } from './lineage-head.js';

const openInEditor = (query: string, variables: object) => location.assign(editorAddress(query, variables));

/** One node and what is around it, alone on a page: everything that is done to it stands in the address. */
export function LineagePage() {
  const [ref] = useState(refOfAddress);
  const [view, setView] = useState(() => viewFromSearch(location.search));
  const ask = useMemo(() => asker(), []);
  const follow = useMemo(() => follower(), []);
  const identity = useIdentity();
  const source = useMemo(() => ({ of: [ref] }), [ref]);
  const [node, setNode] = useState<LineageNode>();
  // A picture of a difference begins with two.
  const tellRoots = useCallback(
    (roots: readonly LineageNode[]) =>
      setNode(
        (was) => roots.find(({ id, label }) => id === ref || label === ref) ?? (roots.length === 1 ? roots[0] : was),
      ),
    [ref],
  );
  const change: ChangeView = useCallback((part) => setView((was): PictureView => ({ ...was, ...part })), []);
  useEffect(() => {
    document.title = `${node?.label ?? (ref || 'Lineage')} · Headwater`;
  }, [node, ref]);
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
      <ProjectContext value={projectOf(identity)}>
        <LineageHead ask={ask} identity={identity} reference={ref} node={node} />
      </ProjectContext>
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
          tellRoots={tellRoots}
          findKey="g"
        />
      )}
    </main>
  );
}
