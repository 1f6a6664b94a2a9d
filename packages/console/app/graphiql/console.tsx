import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import type { Storage } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useState } from 'react';
import type { OperationTab } from '../editor/operations';
import { TabKeys } from '../editor/tab-keys';
import faviconUrl from '../favicon.svg';
import { LineageOpener } from '../lineage/plugin/lineage-opener';
import { LINEAGE_PLUGIN } from '../lineage/plugin/lineage-plugin';
import { PlaceLinks } from '../place-links';
import { Account } from '../session/account';
import { fetcher } from '../session/fetcher';
import { SkipLink } from '../skip-link';
import { FirstRun } from './first-run';

export interface ConsoleProps {
  readonly tabs: readonly OperationTab[];
  readonly storage: Storage;
  /** What a link asks for, in a tab of its own. */
  readonly given: { readonly query: string; readonly variables: string } | undefined;
}

const PLUGINS = [HISTORY_PLUGIN, LINEAGE_PLUGIN];

/** GraphiQL on this origin's `/graphql`, with Headwater's operations as its tabs. */
export function Console({ tabs, storage, given }: ConsoleProps) {
  const [isFirst] = useState(() => given === undefined && storage.getItem('graphiql:tabState') === null);
  return (
    <>
      <SkipLink />
      <GraphiQL
        fetcher={fetcher}
        storage={storage}
        plugins={PLUGINS}
        {...startingTabs({ tabs, storage, given })}
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
        <PlaceLinks />
        <TabKeys />
        <LineageOpener />
        {isFirst ? <FirstRun /> : null}
      </GraphiQL>
    </>
  );
}

/** GraphiQL shows the first default tab's query by itself but leaves its variables empty, so they are passed too. */
function startingTabs({ tabs, storage, given }: ConsoleProps) {
  const [first] = tabs;
  if (first === undefined) return {};
  const firstVisit = storage.getItem('graphiql:tabState') === null;
  if (given !== undefined)
    return {
      defaultTabs: firstVisit ? [given, ...tabs] : [...tabs],
      initialQuery: given.query,
      initialVariables: given.variables,
    };
  return {
    defaultTabs: [...tabs],
    ...(firstVisit && first.variables !== null ? { initialVariables: first.variables } : {}),
  };
}
