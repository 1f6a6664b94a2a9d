import type { Queryable } from '../../../platform/database/queryable.js';
import { statement } from '../../../platform/database/queryable.js';
import { FindingSql } from '../finding-sql.js';
import { joinFacts } from '../join-facts.sql.js';
import type { FacetFact, ListedKind } from '../listed-kind.js';
import { type NodeQuestion, questionWhere } from '../node-question.sql.js';

/** Of each kind the most common values are told. */
export const MOST_VALUES = 100;

export interface CountedValue {
  /** The facet. */
  readonly counted: string;
  /** Of a tag its key. */
  readonly key: string | null;
  readonly value: string;
  readonly count: number;
}

/** How many nodes fit, exactly. Indexes: those of findNodes. */
export async function countNodes(db: Queryable, question: NodeQuestion, signal: AbortSignal): Promise<number> {
  const sql = new FindingSql(question.project, question.asOf);
  const text = `select count(*)::int as count from ${sql.nodes} n where ${questionWhere(question, sql).join(' and ')}`;
  const [row] = await db.query<{ count: number }>(statement('', text), sql.values, signal);
  return row?.count ?? 0;
}

const VALUES: Readonly<Record<FacetFact['shape'], (column: string) => string>> = {
  ONE: (column) => `select null::text as key, ${column}::text as value from fitting`,
  MANY: (column) => `select null::text as key, u.value from fitting cross join unnest(${column}) u (value)`,
  TAGS: (column) => `select t.key, t.value from fitting cross join jsonb_each_text(${column}) t`,
};

/** How many of the nodes that fit have which value: they are found once. Indexes: those of findNodes and joinFacts. */
export function countValues(
  db: Queryable,
  question: NodeQuestion & { readonly listed: ListedKind },
  facets: Readonly<Record<string, FacetFact>>,
  signal: AbortSignal,
): Promise<CountedValue[]> {
  const sql = new FindingSql(question.project, question.asOf);
  const asked = Object.entries(facets);
  const { joins, aliases } = joinFacts(question.listed, Object.values(facets), sql);
  const columns = asked.map(([, { of, value }], at) => `${value(aliases[of], sql)} as f${at}`);
  const counts = asked.map(
    ([name, { shape }], at) =>
      `(select '${name}' as counted, key, value, count(*)::int as count from (${VALUES[shape](`f${at}`)}) c
      where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit ${MOST_VALUES})`,
  );
  const text = `with fitting as materialized (
      select ${columns.join(', ')} from ${sql.nodes} n ${joins} where ${questionWhere(question, sql).join(' and ')}
    )
    ${counts.join('\n    union all ')}`;
  return db.query<CountedValue>(statement('', text), sql.values, signal);
}
