import type { SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { FindingSql } from '../../graph/finding/finding-sql.js';
import { ComparisonOperator } from '../../runs/filters/run-conditions.input.js';
import { DEFAULT_STAGES } from '../stages/stage.js';

const OPERATORS: Readonly<Record<ComparisonOperator, string>> = {
  [ComparisonOperator.LT]: '<',
  [ComparisonOperator.LTE]: '<=',
  [ComparisonOperator.EQ]: '=',
  [ComparisonOperator.NE]: '<>',
  [ComparisonOperator.GTE]: '>=',
  [ComparisonOperator.GT]: '>',
};

/** The stage of a model version; one that was never moved is in the first. Indexes: primary key of model_stage, stage_list_project; registry_move_to. */
export function stageOf(version: string, sql: FindingSql): string {
  const { time: then } = sql;
  const defined = then === undefined ? '' : ` and l.defined_at <= ${then}`;
  const first = `(select l.stages -> 0 ->> 'name' from stage_list l where l.project = ${sql.project}${defined} order by l.id desc limit 1)`;
  const moved =
    then === undefined
      ? `(select s.stage from model_stage s where s.model_version_id = ${version}.id)`
      : `(select m.to_value from registry_move m where m.to_version_id = ${version}.id and m.kind = 'STAGE' and m.at <= ${then} order by m.id desc limit 1)`;
  return `coalesce(${moved}, ${first}, '${DEFAULT_STAGES[0]?.name}')`;
}

/** That a model version is in one of these stages. */
export function inStage(stages: readonly string[]): SqlTest {
  return (node, sql) => `${stageOf(node, sql)} = any(${sql.add(stages)}::text[])`;
}

/** The aliases that point to a model version. Index: model_alias_version, model_alias_history. */
export function aliasesOf(version: string, sql: FindingSql): string {
  return `(select array_agg(a.alias) from model_alias a where a.model_id = ${version}.parent_id and a.model_version_id = ${version}.id and ${sql.during('a.valid_from', 'a.valid_to')})`;
}

/** That one of these aliases points to a model version. Indexes: model_alias_name, model_alias_history. */
export function hasAlias(aliases: readonly string[]): SqlTest {
  return (node, sql) =>
    `${node}.id in (select a.model_version_id from model_alias a where a.alias = any(${sql.add(aliases)}::text[]) and ${sql.during('a.valid_from', 'a.valid_to')})`;
}

/** The value of a metric of a model version, of its row; null: it has none. */
export function metricOf(row: string, name: string, sql: FindingSql): string {
  const path = `$[*] ? (@.name == ${JSON.stringify(name)}).value`;
  return `(jsonb_path_query_first(${row}.metrics, ${sql.add(path)}::jsonpath) #>> '{}')::float8`;
}

/** That a metric of a model version compares so. Index: primary key of model_version. */
export function hasMetric(name: string, op: ComparisonOperator, value: number): SqlTest {
  return (node, sql) =>
    `coalesce((select ${metricOf('m', name, sql)} ${OPERATORS[op]} ${sql.add(value)}::float8 from model_version m where m.id = ${node}.id), false)`;
}

/** That a model version has a metric. Index: primary key of model_version. */
export function hasMetrics(name: string): SqlTest {
  return (node, sql) =>
    `(select m.metrics @> ${sql.add(JSON.stringify([{ name }]))}::jsonb from model_version m where m.id = ${node}.id)`;
}

/** That the signature of a model version reads one of these feature set versions. Index: edge_downstream. */
export function readsOneOf(ids: readonly string[]): SqlTest {
  return (node, sql) =>
    `${node}.id in (select e.dst from edge e where e.src = any(${sql.add(ids)}::uuid[]) and e.kind = 'SIGNATURE' and ${sql.during('e.valid_from', 'e.valid_to')} and e.retired_at is null)`;
}
