import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A run or job, and something that it made. */
export interface Made {
  readonly maker: string;
  readonly made: string;
  /** Whether it is told which columns of what it read went into which of this. */
  readonly isTold: boolean;
}

const valid = (edge: string) =>
  `${edge}.valid_from <= $2::timestamptz and (${edge}.valid_to is null or ${edge}.valid_to > $2::timestamptz) and ${edge}.retired_at is null`;

/*   orders ──INPUT──▶ a run ──OUTPUT──▶ revenue      is told by
 *   orders ──DERIVED_FROM {columns: …}──▶ revenue                */
const MADE = statement(
  'made_and_told',
  `select wrote.src as maker, wrote.dst as made, exists (
     select from edge told
     join edge took on took.src = told.src and took.dst = wrote.src and took.kind = '${EdgeKind.INPUT}' and ${valid('took')}
     where told.dst = wrote.dst and told.kind = '${EdgeKind.DERIVED_FROM}' and ${valid('told')}
       and told.attributes -> 'columns' <> '{}'
   ) as "isTold"
   from unnest($1::uuid[]) as maker (id)
   join edge wrote on wrote.src = maker.id and wrote.kind = '${EdgeKind.OUTPUT}' and ${valid('wrote')}`,
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
