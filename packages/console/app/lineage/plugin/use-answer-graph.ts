import { pick, useGraphiQL } from '@graphiql/react';
import { useMemo } from 'react';
import { answerGraph } from '../graph/answer-graph.js';
import type { LineagePart } from '../graph/lineage-types.js';

/** The lineage in the answer of the tab that is shown. */
export function useAnswerGraph(): LineagePart | undefined {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const response = tabs[activeTabIndex]?.response;
  return useMemo(() => answerGraph(response), [response]);
}
