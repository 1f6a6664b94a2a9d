import { pageOfBytes } from '../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { CHANGE_COLUMNS, type SealedChange } from '../record/change-record.js';

/** Which changes are wanted; what is left out restricts nothing. */
export interface ChangeFilter {
  readonly project?: string | undefined;
  /** Uuids: changes that are about one of them. */
  readonly nodes?: readonly string[] | undefined;
  readonly principal?: string | undefined;
  readonly actions?: readonly string[] | undefined;
}

const BETWEEN = statement(
  'changes_between',
  pageOfBytes(
    `select s.position::float8 as position, encode(s.hash, 'hex') as hash, ${CHANGE_COLUMNS}
     from change_seal s join change c on c.seq = s.seq
     where s.position > $1 and s.position <= $2
       and ($3::text is null or s.project = $3)
       and ($4::uuid[] is null or c.nodes && $4)
       and ($5::text is null or s.principal = $5)
       and ($6::text[] is null or s.action = any($6))
     order by s.position limit $7`,
    'position',
    'octet_length(details::text)',
  ),
);

/** The changes of a filter behind `after` up to `until`, in their order: so many, or fewer large ones. Index: primary keys. */
export function selectChangesBetween(
  db: Queryable,
  { after, until }: { readonly after: number; readonly until: number },
  { project, nodes, principal, actions }: ChangeFilter,
  limit: number,
): Promise<SealedChange[]> {
  return db.query<SealedChange>(BETWEEN, [
    after,
    until,
    project ?? null,
    nodes ?? null,
    principal ?? null,
    actions ?? null,
    limit,
  ]);
}
