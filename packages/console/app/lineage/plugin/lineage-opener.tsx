import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { fetchPicture, LINEAGE_PLUGIN } from './lineage-plugin.js';
import { useAnswerGraph } from './use-answer-graph.js';

/** Where a panel takes the place of the editors, it would hide the answer that was asked for. */
const NARROW = 720;
/** By then the editor is there. */
const AT_REST_MS = 1_500;

/**
 * Opens the picture when an answer holds a graph and no other panel is open. Whoever closes it is not shown it again, until
 * he opens it himself.
 */
export function LineageOpener() {
  const graph = useAnswerGraph();
  const { visiblePlugin } = useGraphiQL(pick('visiblePlugin'));
  useEffect(() => {
    const timer = setTimeout(fetchPicture, AT_REST_MS);
    return () => clearTimeout(timer);
  }, []);
  const closed = useRef(false);
  const before = useRef(visiblePlugin);
  useEffect(() => {
    if (before.current === LINEAGE_PLUGIN && visiblePlugin === null) closed.current = true;
    if (visiblePlugin === LINEAGE_PLUGIN) closed.current = false;
    before.current = visiblePlugin;
  }, [visiblePlugin]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another answer opens it.
  useEffect(() => {
    if (graph === undefined || visiblePlugin !== null || closed.current || window.innerWidth <= NARROW) return;
    // GraphiQL makes room for a panel only where its button is used.
    document.querySelector<HTMLElement>(`[aria-label="Show ${LINEAGE_PLUGIN.title}"]`)?.click();
  }, [graph]);
  return null;
}
