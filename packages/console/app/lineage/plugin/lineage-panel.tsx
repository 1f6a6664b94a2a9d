import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback, useMemo, useState } from 'react';
import { asker } from '../ask/ask.js';
import { follower } from '../ask/follow-lineage.js';
import type { LineagePart } from '../graph/lineage-types.js';
import { lineageAddress } from '../page/addresses.js';
import { LineagePicture } from '../view/lineage-picture.js';
import { type ChangeView, FIRST_VIEW, type PictureView } from '../view/picture-view.js';
import { useAnswerGraph } from './use-answer-graph.js';

export { fetchLayout } from '../layout/layered-layout.js';

/** Beside the editor: the graph that the answer holds, to walk on from there. */
export default function LineagePanel() {
  const graph = useAnswerGraph();
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const headers = tabs[activeTabIndex]?.headers ?? '';
  const [ask, follow] = useMemo(
    () => [asker(readHeaders(headers)), follower(readHeaders(headers))] as const,
    [headers],
  );
  const source = useMemo(() => (graph === undefined ? undefined : { part: graph }), [graph]);
  const [state, setState] = useState<{ of: typeof graph; view: PictureView }>();
  const first = useMemo(() => firstViewOf(graph), [graph]);
  const view = state !== undefined && state.of === graph ? state.view : first;
  const change: ChangeView = useCallback(
    (part) =>
      setState((was) => ({
        of: graph,
        view: { ...(was !== undefined && was.of === graph ? was.view : first), ...part },
      })),
    [graph, first],
  );
  const write = useWriter();
  if (source === undefined) return <Nothing />;
  return (
    <LineagePicture
      ask={ask}
      follow={follow}
      source={source}
      view={view}
      change={change}
      onQuery={write}
      pageOf={lineageAddress}
    />
  );
}

/** With more cards than this that show their columns nothing is found any more. */
const MOST_OPEN = 12;

/** Whoever asks for columns is shown them. */
function firstViewOf(graph: LineagePart | undefined): PictureView {
  const ends = (graph?.columnLinks ?? []).flatMap(({ from, fromMember, to, toMember }) => [
    ...(fromMember === null ? [] : [from]),
    ...(toMember === null ? [] : [to]),
  ]);
  const rows = [...new Set(ends)];
  return rows.length > MOST_OPEN ? FIRST_VIEW : { ...FIRST_VIEW, rows };
}

/** Writes a query into a tab of its own, where it can be changed and run. */
function useWriter(): (query: string, variables: object) => void {
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick('queryEditor', 'variableEditor'));
  return (query, variables) => {
    addTab();
    // The editors are given the new tab's text first.
    setTimeout(() => {
      queryEditor?.setValue(query);
      variableEditor?.setValue(JSON.stringify(variables, null, 2));
    });
  };
}

const EXAMPLE = `{ lineage(of: ["…"], depth: 10) { nodes { node { id label } } edges { from to kind } } }`;

function Nothing() {
  return (
    <section className="lineage-nothing">
      <h2>Lineage</h2>
      <p>The answer of this tab holds no graph. Ask for nodes and edges, and they are drawn here:</p>
      <pre>{EXAMPLE}</pre>
    </section>
  );
}

function readHeaders(text: string): Record<string, string> {
  try {
    return JSON.parse(text || '{}') as Record<string, string>;
  } catch {
    return {};
  }
}
