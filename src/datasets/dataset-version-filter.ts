import { Field, InputType } from 'type-graphql';
import { checkCount } from '../graph/finding/filters/check-filter.js';
import { allHold, isNewest, type SqlTest } from '../graph/finding/filters/node-test.sql.js';
import type { VersionConditions } from '../graph/finding/filters/resolve-node-filter.js';
import { NodeFilter } from '../graph/nodes/lists/node-filter.input.js';
import { Float } from '../platform/graphql/scalars/float.scalar.js';
import { checkText } from '../platform/text/check-text.js';
import { OfRuns } from '../runs/finding/of-runs.input.js';
import { runTests } from '../runs/finding/of-runs.js';
import { DataType } from '../values/data-type.js';
import { DATASET_VERSION } from './dataset-kinds.js';

@InputType({ description: 'A column that a dataset version has.' })
class ColumnCondition {
  @Field(() => String, { description: 'Its name, exactly.' }) name!: string;
  @Field(() => DataType, { nullable: true, description: 'Its type; any if left out.' }) type?: DataType | null;
}

@InputType({ description: 'Which dataset versions. What is given must all hold of one of them.' })
class DatasetVersionFilter extends OfRuns {
  @Field(() => [ColumnCondition], { nullable: true, description: 'Columns that it has, at most 10.' })
  columns?: ColumnCondition[] | null;

  @Field(() => Float, { nullable: true, description: 'It has so many rows or more.' }) rowCountFrom?: number | null;
  @Field(() => Float, { nullable: true, description: 'It has fewer rows.' }) rowCountBelow?: number | null;
  @Field(() => Float, { nullable: true, description: 'It has so many bytes or more.' }) byteCountFrom?: number | null;
  @Field(() => Float, { nullable: true, description: 'It has fewer bytes.' }) byteCountBelow?: number | null;
  @Field(() => String, { nullable: true, description: 'What its location begins with.' }) locationStartsWith?:
    | string
    | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether it is the newest version of its dataset.' })
  newest?: boolean | null;
}

declare module '../graph/nodes/lists/node-filter.input.js' {
  interface NodeFilter {
    datasetVersion?: DatasetVersionFilter | null;
  }
}

Field(() => DatasetVersionFilter, {
  nullable: true,
  description: 'In a list of dataset versions: it fits; of datasets: a version of it fits. Refused in other lists.',
})(NodeFilter.prototype, 'datasetVersion');

const COUNTS = [
  ['rowCountFrom', 'd.row_count >='],
  ['rowCountBelow', 'd.row_count <'],
  ['byteCountFrom', 'd.byte_count >='],
  ['byteCountBelow', 'd.byte_count <'],
] as const;

/** What dataset versions can be asked. Index: primary key. */
export const DATASET_VERSION_CONDITIONS: VersionConditions = {
  field: 'datasetVersion',
  kind: DATASET_VERSION,
  async resolve(filter: DatasetVersionFilter, context, path): Promise<SqlTest> {
    const { columns, locationStartsWith, newest } = filter;
    const own: ((sql: Parameters<SqlTest>[1]) => string)[] = [];
    for (const { name, type } of checkCount(`${path}.columns`, columns ?? [], 10)) {
      checkText(`${path}.columns`, name, 1_000);
      const wanted = JSON.stringify([{ name, ...(type != null && { type }) }]);
      own.push((sql) => `d.columns @> ${sql.add(wanted)}::jsonb`);
    }
    for (const [field, comparison] of COUNTS) {
      const count = filter[field];
      if (count != null) own.push((sql) => `${comparison} ${sql.add(count)}::float8`);
    }
    if (locationStartsWith != null) {
      checkText(`${path}.locationStartsWith`, locationStartsWith, 2_000);
      own.push((sql) => `starts_with(d.location, ${sql.add(locationStartsWith)})`);
    }
    const tests = await runTests(filter, context, path);
    if (newest != null) tests.push(isNewest(newest));
    if (own.length > 0)
      tests.push(
        (node, sql) =>
          `(select ${own.map((test) => test(sql)).join(' and ')} from dataset_version d where d.id = ${node}.id)`,
      );
    return allHold(tests);
  },
};
