import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

const TOLD = statement(
  'told_columns',
  `select name from (
     select made.name from edge e cross join lateral jsonb_object_keys(e.attributes -> 'columns') as made (name)
     where e.dst = $1 and e.kind = '${EdgeKind.DERIVED_FROM}' and e.attributes ? 'columns'
     union
     select source.name from edge e cross join lateral jsonb_each(e.attributes -> 'columns') as made (name, sources)
     cross join lateral jsonb_array_elements_text(made.sources) as source (name)
     where e.src = $1 and e.kind = '${EdgeKind.DERIVED_FROM}' and e.attributes ? 'columns'
   ) told order by name`,
);

/** The columns of a dataset that edges tell of, now or earlier, by name. Indexes: edge_upstream, edge_downstream. */
export async function selectToldColumns(db: Queryable, datasetId: string): Promise<string[]> {
  return (await db.query<{ name: string }>(TOLD, [datasetId])).map(({ name }) => name);
}
