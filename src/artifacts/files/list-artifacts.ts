import type { Caller } from '../../graph/nodes/caller.js';
import { type AskedPage, decodeCursor, type PageRequest, pageRequest } from '../../platform/database/keyset.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { type ListedArtifact, listEntries } from './artifact-list.sql.js';
import { findReadable } from './artifact-owner.js';
import { artifactPath } from './artifact-path.js';
import type { OnArtifacts } from './on-artifacts.js';

export interface ArtifactList extends AskedPage {
  /** A folder; left out: the outermost. */
  readonly path?: string | null | undefined;
}

/** A page of what lies directly in a folder of a node, by name; empty where there is no such folder. */
export async function listArtifacts(
  room: OnArtifacts,
  caller: Caller,
  ref: string,
  list: ArtifactList,
): Promise<Page<ListedArtifact>> {
  caller.demand('artifact:read');
  const owner = await findReadable(room, caller, ref, folderOf(list));
  const [page] = await listOfEach(room, caller, [owner.id], list);
  if (page === undefined) throw new Error('one node gives one page');
  return page;
}

/** The same of nodes that are known by their uuids, in one statement. */
export async function listOfEach(
  { database }: OnArtifacts,
  caller: Caller,
  nodeIds: readonly string[],
  { path, ...asked }: ArtifactList,
): Promise<Page<ListedArtifact>[]> {
  caller.demand('artifact:read');
  const page = pageRequest(asked);
  const folder = folderOf({ path });
  const list = { nodeIds, folder, from: placeOf(page), limit: page.first + 1 };
  const rows = new Map<string, ListedArtifact[]>(nodeIds.map((id) => [id, []]));
  for (const row of await listEntries(database, list, caller.signal)) rows.get(row.nodeId)?.push(row);
  return nodeIds.map((id) =>
    pageOf(
      rows.get(id) ?? [],
      page,
      ({ next }) => [next],
      (row) => row,
    ),
  );
}

function folderOf({ path }: Pick<ArtifactList, 'path'>): string {
  return path == null || path === '' ? '' : artifactPath(path.replace(/\/$/, ''));
}

function placeOf({ after }: PageRequest): string | undefined {
  return after === undefined ? undefined : (decodeCursor(after, ['text'])[0] ?? undefined);
}
