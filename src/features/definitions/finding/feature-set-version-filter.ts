import { Field, InputType } from 'type-graphql';
import { DATASET, DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import { checkCount } from '../../../graph/finding/filters/check-filter.js';
import { madeFrom } from '../../../graph/finding/filters/made-from.sql.js';
import { allHold, isNewest, newestOf, type SqlTest } from '../../../graph/finding/filters/node-test.sql.js';
import type { VersionConditions } from '../../../graph/finding/filters/resolve-node-filter.js';
import { NodeFilter } from '../../../graph/nodes/lists/node-filter.input.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { resolveAcross } from '../../../graph/references/resolve-across.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { checkText } from '../../../platform/text/check-text.js';
import { OfRuns } from '../../../runs/finding/of-runs.input.js';
import { runTests } from '../../../runs/finding/of-runs.js';
import { ENTITY, FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { isDeprecated } from './deprecated.sql.js';
import { writtenAt } from './written-at.sql.js';

@InputType({ description: 'Which feature set versions. What is given must all hold of one of them.' })
class FeatureSetVersionFilter extends OfRuns {
  @Field(() => [String], { nullable: true, description: 'Names of features that it has, at most 10.' })
  features?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Its features are about one of these entities.' })
  entities?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it, as a whole, is deprecated.' })
  deprecated?: boolean | null;

  @Field(() => [Ref], {
    nullable: true,
    description: 'It is computed from one of these datasets or dataset versions, at most 100.',
  })
  sources?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Rows were last written to it at or after this.' })
  writtenFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Rows were last written to it before this; not of one that has never had any.',
  })
  writtenBefore?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether rows were ever written to it.' })
  written?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is what its feature set means where no version is named.',
  })
  current?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is the newest version of its feature set.' })
  newest?: boolean | null;
}

declare module '../../../graph/nodes/lists/node-filter.input.js' {
  interface NodeFilter {
    featureSetVersion?: FeatureSetVersionFilter | null;
  }
}

Field(() => FeatureSetVersionFilter, {
  nullable: true,
  description:
    'In a list of feature set versions: it fits; of feature sets: a version of it fits. Refused in other lists.',
})(NodeFilter.prototype, 'featureSetVersion');

/** What feature set versions can be asked. Indexes: primary keys; that of feature_deprecation. NOT_FOUND for an entity that is none. */
export const FEATURE_SET_VERSION_CONDITIONS: VersionConditions = {
  field: 'featureSetVersion',
  kind: FEATURE_SET_VERSION,
  async resolve(filter: FeatureSetVersionFilter, context, path): Promise<SqlTest> {
    const { db, references, caller } = context;
    const { features, entities, sources, deprecated, written, current, newest } = filter;
    const tests = await runTests(filter, context, path);
    for (const name of checkCount(`${path}.features`, features ?? [], 10)) {
      checkText(`${path}.features`, name, 1_000);
      const wanted = JSON.stringify([{ name }]);
      tests.push(
        (node, sql) =>
          `(select f.features @> ${sql.add(wanted)}::jsonb from feature_set_version f where f.id = ${node}.id)`,
      );
    }
    if (entities != null) {
      const names = checkCount(`${path}.entities`, entities, 100);
      const ids = (await references.resolveAll(db, caller.project, names, [ENTITY])).map(({ id }) => id);
      tests.push(
        (node, sql) => `(select s.parent_id = any(${sql.add(ids)}::uuid[]) from node s where s.id = ${node}.parent_id)`,
      );
    }
    if (sources != null) {
      const refs = checkCount(`${path}.sources`, sources, 100);
      const found = await resolveAcross(db, references, caller, refs, [DATASET, DATASET_VERSION]);
      tests.push(
        madeFrom(
          'SOURCE',
          found.map(({ id }) => id),
        ),
      );
    }
    for (const [field, operator] of [
      ['writtenFrom', '>='],
      ['writtenBefore', '<'],
    ] as const) {
      const time = filter[field];
      if (time != null) tests.push((node, sql) => `${writtenAt(node, sql)} ${operator} ${sql.add(time)}::timestamptz`);
    }
    if (written != null) tests.push((node, sql) => `(${writtenAt(node, sql)} is not null) = ${written}`);
    if (current != null)
      tests.push(
        (node, sql) =>
          `((select coalesce(s.current_version_id, ${newestOf('s.id', `'${FEATURE_SET_VERSION}'`, sql)}) from ${sql.nodes} s where s.id = ${node}.parent_id) = ${node}.id) = ${current}`,
      );
    if (deprecated != null) tests.push((node, sql) => `${isDeprecated(node, sql)} = ${deprecated}`);
    if (newest != null) tests.push(isNewest(newest));
    return allHold(tests);
  },
};
