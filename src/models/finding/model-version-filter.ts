import { Field, InputType } from 'type-graphql';
import { DATASET, DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import { checkCount } from '../../graph/finding/filters/check-filter.js';
import { madeFrom } from '../../graph/finding/filters/made-from.sql.js';
import { allHold, isNewest, type SqlTest } from '../../graph/finding/filters/node-test.sql.js';
import type { VersionConditions } from '../../graph/finding/filters/resolve-node-filter.js';
import { NodeFilter } from '../../graph/nodes/lists/node-filter.input.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { resolveAcross } from '../../graph/references/resolve-across.js';
import { badInput } from '../../platform/errors.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { checkText } from '../../platform/text/check-text.js';
import { ComparisonOperator } from '../../runs/filters/run-conditions.input.js';
import { OfRuns } from '../../runs/finding/of-runs.input.js';
import { runTests } from '../../runs/finding/of-runs.js';
import { MODEL, MODEL_VERSION } from '../model-kinds.js';
import { selectStages } from '../stages/stage-list.sql.js';
import { hasAlias, hasMetric, hasMetrics, inStage, readsOneOf } from './model-version-conditions.sql.js';

@InputType({ description: 'What a metric of a model version must be; one without it does not fit.' })
class ModelMetricCondition {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => ComparisonOperator, { description: 'How it is compared.' }) op!: ComparisonOperator;
  @Field(() => Float, { description: 'With what.' }) value!: number;
}

@InputType({ description: 'Which model versions. What is given must all hold of one of them.' })
class ModelVersionFilter extends OfRuns {
  @Field(() => [String], { nullable: true, description: 'It is in one of these stages.' }) stages?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'One of these aliases points to it.' }) aliases?:
    | string[]
    | null;
  @Field(() => [ModelMetricCondition], { nullable: true, description: 'Conditions on its metrics, at most 10.' })
  metrics?: ModelMetricCondition[] | null;

  @Field(() => [String], { nullable: true, description: 'Metrics that it has, at most 10.' }) hasMetrics?:
    | string[]
    | null;

  @Field(() => [Ref], {
    nullable: true,
    description:
      'It was trained on one of these dataset versions, or on a version of one of these datasets, at most 100.',
  })
  trainedOn?: string[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: 'It was made from one of these model versions, or from a version of one of these models, at most 100.',
  })
  derivedFrom?: string[] | null;

  @Field(() => [Ref], { nullable: true, description: 'Its signature reads one of these feature set versions.' })
  reads?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is the newest version of its model.' })
  newest?: boolean | null;
}

declare module '../../graph/nodes/lists/node-filter.input.js' {
  interface NodeFilter {
    modelVersion?: ModelVersionFilter | null;
  }
}

Field(() => ModelVersionFilter, {
  nullable: true,
  description: 'In a list of model versions: it fits; of models: a version of it fits. Refused in other lists.',
})(NodeFilter.prototype, 'modelVersion');

const SOURCES = [
  ['trainedOn', 'TRAINED_ON', [DATASET, DATASET_VERSION]],
  ['derivedFrom', 'DERIVED_FROM', [MODEL, MODEL_VERSION]],
] as const;

/** What model versions can be asked. NOT_FOUND for a feature set version that is none, BAD_USER_INPUT for a stage that the project has not. */
export const MODEL_VERSION_CONDITIONS: VersionConditions = {
  field: 'modelVersion',
  kind: MODEL_VERSION,
  async resolve(filter: ModelVersionFilter, context, path): Promise<SqlTest> {
    const { db, references, caller, asOf } = context;
    const tests = await runTests(filter, context, path);
    const { stages, aliases, metrics, reads, newest } = filter;
    if (stages != null) {
      const known = await selectStages(db, caller.project, asOf);
      const unknown = stages.find((stage) => !known.some(({ name }) => name === stage));
      if (unknown !== undefined)
        throw badInput(
          `${path}.stages has ${JSON.stringify(unknown.slice(0, 80))}; the stages are ${known.map(({ name }) => name).join(', ')}.`,
          { field: `${path}.stages`, found: unknown.slice(0, 80) },
        );
      tests.push(inStage(checkCount(`${path}.stages`, stages, 50)));
    }
    if (aliases != null) {
      for (const alias of checkCount(`${path}.aliases`, aliases, 100)) checkText(`${path}.aliases`, alias, 256);
      tests.push(hasAlias(aliases));
    }
    for (const { name, op, value } of checkCount(`${path}.metrics`, metrics ?? [], 10)) {
      checkText(`${path}.metrics`, name, 250);
      if (Number.isNaN(value)) throw badInput(`${path}.metrics has NaN, with which nothing compares; give a number.`);
      tests.push(hasMetric(name, op, value));
    }
    for (const name of checkCount(`${path}.hasMetrics`, filter.hasMetrics ?? [], 10)) {
      checkText(`${path}.hasMetrics`, name, 250);
      tests.push(hasMetrics(name));
    }
    for (const [field, kind, wanted] of SOURCES) {
      const refs = filter[field];
      if (refs == null) continue;
      const found = await resolveAcross(db, references, caller, checkCount(`${path}.${field}`, refs, 100), wanted);
      const ids = found.map(({ id }) => id);
      tests.push(madeFrom(kind, ids));
    }
    if (reads != null) {
      const found = await references.resolveAll(db, caller.project, checkCount(`${path}.reads`, reads, 100), [
        FEATURE_SET_VERSION,
      ]);
      tests.push(readsOneOf(found.map(({ id }) => id)));
    }
    if (newest != null) tests.push(isNewest(newest));
    return allHold(tests);
  },
};
