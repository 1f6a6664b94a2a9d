import type { Storage } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { Account } from './account';
import faviconUrl from './favicon.svg';
import { fetcher } from './fetcher';
import type { OperationTab } from './operations';
import { SkipLink } from './skip-link';
import { TabKeys } from './tab-keys';

export interface ConsoleProps {
  readonly tabs: readonly OperationTab[];
  readonly storage: Storage;
}

/** GraphiQL on this origin's `/graphql`, with Headwater's operations as its tabs. */
export function Console({ tabs, storage }: ConsoleProps) {
  return (
    <>
      <SkipLink />
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
          <Account />
        </GraphiQL.Logo>
        <TabKeys />
      </GraphiQL>
    </>
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
