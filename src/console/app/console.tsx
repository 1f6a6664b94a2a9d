import { createGraphiQLFetcher, type Storage } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import faviconUrl from './favicon.svg';
import type { OperationTab } from './operations';

/** Incremental delivery off: the server doesn't speak it, and asking for it makes an answer's errors harder to read. */
const fetcher = createGraphiQLFetcher({ url: '/graphql', enableIncrementalDelivery: false });

export interface ConsoleProps {
  readonly tabs: readonly OperationTab[];
  readonly storage: Storage;
}

/** GraphiQL on this origin's `/graphql`, with Headwater's operations as its tabs. */
export function Console({ tabs, storage }: ConsoleProps) {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      {...startingTabs(tabs, storage)}
      schemaDescription
      inputValueDeprecation
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled
      shouldPersistHeaders
    >
      <GraphiQL.Logo>
        <img src={faviconUrl} alt="" />
        <span>Headwater</span>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

/** GraphiQL shows the first default tab's query by itself but leaves its variables empty, so they are passed too. */
function startingTabs(tabs: readonly OperationTab[], storage: Storage) {
  const [first] = tabs;
  if (first === undefined) return {};
  const firstVisit = storage.getItem('graphiql:tabState') === null;
  return {
    defaultTabs: [...tabs],
    ...(firstVisit && first.variables !== null ? { initialVariables: first.variables } : {}),
  };
}
