import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { CHANGE_COLUMNS, type SealedChange } from '../record/change-record.js';

/** Which changes of a project are listed; what is left out restricts nothing. */
export interface ChangeListing {
  readonly project: string;
  readonly principal?: string | null | undefined;
  readonly actions?: readonly string[] | null | undefined;
  /** Both ends belong to it. */
  readonly since?: string | null | undefined;
  readonly until?: string | null | undefined;
  readonly newestFirst: boolean;
}

/** A change, and by which of the nodes asked for it was found. */
export interface ListedChange extends SealedChange {
  readonly foundBy: string;
}

const WANTED = `s.project = $2 and ($3::text is null or s.principal = $3) and ($4::text[] is null or s.action = any($4))
       and ($5::timestamptz is null or s.at >= $5) and ($6::timestamptz is null or s.at <= $6)`;

/*   n₁: p₁ p₄ p₇ …          of each node the first so many that are wanted, through the index of the node;
 *   n₂: p₂ p₄ …             then the change of each                                                          */
function ofNodes(newestFirst: boolean): string {
  const [behind, order] = newestFirst ? ['<', 'desc'] : ['>', 'asc'];
  return `select n.id as "foundBy", s.position::float8 as position, encode(s.hash, 'hex') as hash, ${CHANGE_COLUMNS}
     from unnest($1::uuid[]) as n (id)
     cross join lateral (
       select s.position, s.seq, s.hash from change_node f join change_seal s on s.position = f.position
       where f.node_id = n.id and ($7::bigint is null or f.position ${behind} $7) and ${WANTED}
       order by f.position ${order} limit $8
     ) s
     join change c on c.seq = s.seq
     order by s.position ${order}, n.id`;
}

function ofProject(newestFirst: boolean): string {
  const [behind, order] = newestFirst ? ['<', 'desc'] : ['>', 'asc'];
  return `select '' as "foundBy", s.position::float8 as position, encode(s.hash, 'hex') as hash, ${CHANGE_COLUMNS}
     from change_seal s join change c on c.seq = s.seq
     where ($7::bigint is null or s.position ${behind} $7) and ${WANTED} and $1::uuid[] is null
     order by s.position ${order} limit $8`;
}

const OF_NODES_NEWEST = statement('changes_of_nodes_newest', ofNodes(true));
const OF_NODES_OLDEST = statement('changes_of_nodes_oldest', ofNodes(false));
const OF_PROJECT_NEWEST = statement('changes_of_project_newest', ofProject(true));
const OF_PROJECT_OLDEST = statement('changes_of_project_oldest', ofProject(false));

/** Of each node a page of the changes that are about it, one more than it holds. Indexes: primary keys of change_node, change_seal and change. */
export function selectChangesOfEach(
  db: Queryable,
  nodes: readonly string[],
  listing: ChangeListing,
  page: PageRequest,
): Promise<ListedChange[]> {
  return select(db, listing.newestFirst ? OF_NODES_NEWEST : OF_NODES_OLDEST, nodes, { listing, page });
}

/** A page of the changes of a project, one more than it holds. Indexes: change_seal_project, _principal, _action or _at. */
export function selectChangesOfProject(
  db: Queryable,
  listing: ChangeListing,
  page: PageRequest,
): Promise<ListedChange[]> {
  return select(db, listing.newestFirst ? OF_PROJECT_NEWEST : OF_PROJECT_OLDEST, null, { listing, page });
}

function select(
  db: Queryable,
  text: Statement,
  nodes: readonly string[] | null,
  { listing, page }: { readonly listing: ChangeListing; readonly page: PageRequest },
): Promise<ListedChange[]> {
  const { project, principal, actions, since, until } = listing;
  const [place] = page.after === undefined ? [null] : decodeCursor(page.after, ['bigint']);
  const wanted = [project, principal ?? null, actions ?? null, since ?? null, until ?? null];
  return db.query<ListedChange>(text, [nodes, ...wanted, place, page.first + 1]);
}
