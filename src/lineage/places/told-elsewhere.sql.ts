import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A run or job, and something that it made. */
export interface Made {
  readonly maker: string;
  readonly made: string;
  /** Whether an edge from something that it read tells which columns or features of that this was made from, or reads. */
  readonly isTold: boolean;
  /** Whether that is said of columns by whoever told of the job, who tells all. */
  readonly isToldWhole: boolean;
  /** What it read from which no edge leads straight to this; where something is told. */
  readonly uncovered: readonly string[];
}

const valid = (edge: string) =>
  `${edge}.valid_from <= $2::timestamptz and (${edge}.valid_to is null or ${edge}.valid_to > $2::timestamptz) and ${edge}.retired_at is null`;

const STRAIGHT = [EdgeKind.DERIVED_FROM, EdgeKind.SOURCE, EdgeKind.SIGNATURE, EdgeKind.TRAINED_ON]
  .map((kind) => `'${kind}'`)
  .join(', ');

/*   orders ──INPUT──▶ a run ──OUTPUT──▶ revenue      is told by
 *   orders ──DERIVED_FROM {columns: …}──▶ revenue                */
const MADE = statement(
  'made_and_told',
  `select wrote.src as maker, wrote.dst as made, told.any as "isTold", told.whole as "isToldWhole",
     case when told.any then array(
       select took.src from edge took
       where took.dst = wrote.src and took.kind = '${EdgeKind.INPUT}' and ${valid('took')} and not exists (
         select from edge e where e.src = took.src and e.dst = wrote.dst and e.kind in (${STRAIGHT}) and ${valid('e')}
       )
     ) else '{}' end as uncovered
   from unnest($1::uuid[]) as maker (id)
   join edge wrote on wrote.src = maker.id and wrote.kind = '${EdgeKind.OUTPUT}' and ${valid('wrote')}
   cross join lateral (
     select count(*) > 0 as any, coalesce(bool_or(e.kind = '${EdgeKind.DERIVED_FROM}'), false) as whole
     from edge e
     join edge took on took.src = e.src and took.dst = wrote.src and took.kind = '${EdgeKind.INPUT}' and ${valid('took')}
     where e.dst = wrote.dst and e.kind in (${STRAIGHT}) and ${valid('e')}
       and (e.attributes -> 'columns' <> '{}' or e.attributes ? 'features')
   ) told`,
);

/** What runs and jobs made, at a time ('infinity': now). Indexes: edge_downstream for what they made, edge_upstream for what that was made from. */
export function selectMade(
  db: Queryable,
  makers: readonly string[],
  asOf: string,
  signal?: AbortSignal,
): Promise<Made[]> {
  return db.query<Made>(MADE, [makers, asOf], signal);
}
