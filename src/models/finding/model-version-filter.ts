import { Field, InputType } from 'type-graphql';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import { checkCount } from '../../graph/finding/check-filter.js';
import { allHold, isNewest, type SqlTest } from '../../graph/finding/node-test.sql.js';
import type { VersionConditions } from '../../graph/finding/resolve-node-filter.js';
import { NodeFilter } from '../../graph/nodes/lists/node-filter.input.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { checkText } from '../../platform/text/check-text.js';
import { ComparisonOperator } from '../../runs/filters/run-conditions.input.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { selectStages } from '../stages/stage-list.sql.js';
import { hasAlias, hasMetric, inStage, readsOneOf } from './model-version-conditions.sql.js';

@InputType({ description: 'What a metric of a model version must be; one without it does not fit.' })
class ModelMetricCondition {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => ComparisonOperator, { description: 'How it is compared.' }) op!: ComparisonOperator;
  @Field(() => Float, { description: 'With what.' }) value!: number;
}

@InputType({ description: 'Which model versions. What is given must all hold of one of them.' })
class ModelVersionFilter {
  @Field(() => [String], { nullable: true, description: 'It is in one of these stages.' }) stages?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'One of these aliases points to it.' }) aliases?:
    | string[]
    | null;
  @Field(() => [ModelMetricCondition], { nullable: true, description: 'Conditions on its metrics, at most 10.' })
  metrics?: ModelMetricCondition[] | null;

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

/** What model versions can be asked. NOT_FOUND for a feature set version that is none, BAD_USER_INPUT for a stage that the project has not. */
export const MODEL_VERSION_CONDITIONS: VersionConditions = {
  field: 'modelVersion',
  kind: MODEL_VERSION,
  async resolve(filter: ModelVersionFilter, { db, references, caller }, path): Promise<SqlTest> {
    const tests: SqlTest[] = [];
    const { stages, aliases, metrics, reads, newest } = filter;
    if (stages != null) {
      const known = await selectStages(db, caller.project);
      const unknown = stages.find((stage) => !known.some(({ name }) => name === stage));
      if (unknown !== undefined)
        throw badInput(
          `${path}.stages has ${JSON.stringify(unknown.slice(0, 80))}; the stages are ${known.map(({ name }) => name).join(', ')}.`,
          { field: `${path}.stages`, found: unknown.slice(0, 80) },
        );
      tests.push(inStage(checkCount(`${path}.stages`, stages, 50), known[0]?.name ?? ''));
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
    if (reads != null) {
      const found = await references.resolveAll(db, caller.project, checkCount(`${path}.reads`, reads, 100), [
        FEATURE_SET_VERSION,
      ]);
      tests.push(readsOneOf(found.map(({ id }) => id)));
    }
    if (newest != null) tests.push(newest ? isNewest : (node, sql) => `not (${isNewest(node, sql)})`);
    return allHold(tests);
  },
};
