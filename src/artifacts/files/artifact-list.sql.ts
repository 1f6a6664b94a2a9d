import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A file or a folder. */
export interface ListedArtifact {
  readonly nodeId: string;
  readonly path: string;
  readonly isDir: boolean;
  /** Null of a folder, as all that follows. */
  readonly digest: string | null;
  readonly size: number | null;
  readonly contentType: string | null;
  readonly createdAt: Date | null;
  readonly createdBy: string | null;
  /** The least path that can stand behind it. */
  readonly next: string;
}

/*   files of a node, in the order of their bytes          what is listed of ''
 *     a.txt                                        ──▶       a.txt     next: a.txt\1
 *     plots/1.png ┐
 *     plots/2.png ┘  one probe: all are < 'plots0' ──▶       plots/    next: plots0      ('0' follows '/')
 *     z                                            ──▶       z                                       */
const ENTRY = `left(a.path, a.until) as path, a.is_dir,
       left(a.path, a.until) || case when a.is_dir then '0' else chr(1) end as next, a.digest, a.size, a.content_type, a.created_at, a.created_by`;

const probe = (from: string) => `(
       select *, slash > 0 as is_dir, case when slash > 0 then length($2::text) + slash - 1 else length(path) end as until
       from (
         select *, strpos(substr(path, length($2::text) + 1), '/') as slash
         from artifact where node_id = o.id and path >= $2::text and path >= ${from} and path < $4
         order by path limit 1
       ) f
     ) a`;

const LIST = statement(
  'list_artifacts',
  `select o.id as "nodeId", l.* from unnest($1::uuid[]) with ordinality as o (id, place) cross join lateral (
     with recursive entry as (
       select 1 as n, ${ENTRY} from ${probe('$3::text')}
       union all
       select e.n + 1, a.* from entry e cross join lateral (select ${ENTRY} from ${probe('e.next')}) a where e.n < $5
     )
     select path, is_dir as "isDir", next,
       case when not is_dir then encode(digest, 'hex') end as digest, case when not is_dir then size::float8 end as size,
       case when not is_dir then content_type end as "contentType", case when not is_dir then created_at end as "createdAt",
       case when not is_dir then created_by end as "createdBy", n
     from entry
   ) l
   order by o.place, l.n`,
);

/** Greater than any path. */
const END = '\u{10ffff}';

/**
 * What lies directly in a folder (`''`: the outermost) of each node, from a path on: one probe of the index for each entry, however many files a folder has
 * below it.
 * Index: primary key.
 */
export function listEntries(
  db: Queryable,
  list: {
    readonly nodeIds: readonly string[];
    readonly folder: string;
    readonly from: string | undefined;
    readonly limit: number;
  },
  signal?: AbortSignal,
): Promise<ListedArtifact[]> {
  const { nodeIds, folder, from, limit } = list;
  const prefix = folder === '' ? '' : `${folder}/`;
  const end = folder === '' ? END : `${folder}0`;
  return db.query<ListedArtifact>(LIST, [nodeIds, prefix, from ?? prefix, end, limit], signal);
}
