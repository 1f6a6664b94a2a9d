import type { SqlTest } from '../../graph/finding/node-test.sql.js';
import { ComparisonOperator } from '../../runs/filters/run-conditions.input.js';

const OPERATORS: Readonly<Record<ComparisonOperator, string>> = {
  [ComparisonOperator.LT]: '<',
  [ComparisonOperator.LTE]: '<=',
  [ComparisonOperator.EQ]: '=',
  [ComparisonOperator.NE]: '<>',
  [ComparisonOperator.GTE]: '>=',
  [ComparisonOperator.GT]: '>',
};

/** That a model version is in one of these stages; one that was never moved is in the first. Index: primary key of model_stage. */
export function inStage(stages: readonly string[], first: string): SqlTest {
  return (node, sql) =>
    `coalesce((select s.stage from model_stage s where s.model_version_id = ${node}.id), ${sql.add(first)}) = any(${sql.add(stages)}::text[])`;
}

/** That one of these aliases points to a model version. Index: model_alias_version. */
export function hasAlias(aliases: readonly string[]): SqlTest {
  return (node, sql) =>
    `${node}.id in (select a.model_version_id from model_alias a where a.alias = any(${sql.add(aliases)}::text[]) and a.valid_to is null)`;
}

/** That a metric of a model version compares so. Index: primary key of model_version. */
export function hasMetric(name: string, op: ComparisonOperator, value: number): SqlTest {
  return (node, sql) =>
    `coalesce((select true from model_version m cross join lateral jsonb_array_elements(m.metrics) f (metric)
        where m.id = ${node}.id and f.metric ->> 'name' = ${sql.add(name)} and (f.metric ->> 'value')::float8 ${OPERATORS[op]} ${sql.add(value)}::float8 limit 1), false)`;
}

/** That the signature of a model version reads one of these feature set versions. Index: edge_downstream. */
export function readsOneOf(ids: readonly string[]): SqlTest {
  return (node, sql) =>
    `${node}.id in (select e.dst from edge e where e.src = any(${sql.add(ids)}::uuid[]) and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null)`;
}
