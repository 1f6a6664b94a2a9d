import type { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/database/keyset.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import type { SealedChange } from '../record/change-record.js';
import { sealForReading } from '../seal/seal-changes.js';
import {
  type ChangeListing,
  type ListedChange,
  selectChangesOfEach,
  selectChangesOfProject,
} from './list-changes.sql.js';

/** A page of the changes of a project, or of those that are about one of some nodes, each once; including all that is committed by now. */
export async function listChanges(
  database: Database,
  nodes: readonly string[] | undefined,
  listing: ChangeListing,
  page: PageRequest,
): Promise<Page<SealedChange>> {
  await sealForReading(database);
  if (nodes === undefined) return toPage(await selectChangesOfProject(database, listing, page), page);
  const found = await selectChangesOfEach(database, nodes, listing, page);
  const once = new Map(found.map((change) => [change.position, change]));
  return toPage([...once.values()].slice(0, page.first + 1), page);
}

/** Of each node, in the order of the nodes, a page of the changes that are about it. */
export async function listTimelines(
  database: Database,
  nodes: readonly string[],
  listing: ChangeListing,
  page: PageRequest,
): Promise<Page<SealedChange>[]> {
  await sealForReading(database);
  const found = new Map<string, ListedChange[]>(nodes.map((id) => [id, []]));
  for (const change of await selectChangesOfEach(database, nodes, listing, page))
    found.get(change.foundBy)?.push(change);
  return nodes.map((id) => toPage(found.get(id) ?? [], page));
}

function toPage(changes: readonly ListedChange[], page: PageRequest): Page<SealedChange> {
  return pageOf(
    changes,
    page,
    ({ position }) => [String(position)],
    (change) => change,
  );
}
