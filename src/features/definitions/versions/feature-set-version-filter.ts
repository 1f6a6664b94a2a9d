import { Field, InputType } from 'type-graphql';
import { checkCount } from '../../../graph/finding/check-filter.js';
import { allHold, isNewest, type SqlTest } from '../../../graph/finding/node-test.sql.js';
import type { VersionConditions } from '../../../graph/finding/resolve-node-filter.js';
import { NodeFilter } from '../../../graph/nodes/lists/node-filter.input.js';
import { checkText } from '../../../platform/text/check-text.js';
import { ENTITY, FEATURE_SET_VERSION } from '../../feature-kinds.js';

@InputType({ description: 'Which feature set versions. What is given must all hold of one of them.' })
class FeatureSetVersionFilter {
  @Field(() => [String], { nullable: true, description: 'Names of features that it has, at most 10.' })
  features?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Its features are about one of these entities.' })
  entities?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it, as a whole, is deprecated.' })
  deprecated?: boolean | null;

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
  description: 'In a list of feature sets: a version of it fits. Refused in other lists.',
})(NodeFilter.prototype, 'featureSetVersion');

/** What feature set versions can be asked. Indexes: primary keys; that of feature_deprecation. NOT_FOUND for an entity that is none. */
export const FEATURE_SET_VERSION_CONDITIONS: VersionConditions = {
  field: 'featureSetVersion',
  kind: FEATURE_SET_VERSION,
  async resolve(filter: FeatureSetVersionFilter, { db, references, caller }, path): Promise<SqlTest> {
    const { features, entities, deprecated, newest } = filter;
    const tests: SqlTest[] = [];
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
    if (deprecated != null)
      tests.push(
        (node) =>
          `(select count(*) > 0 from feature_deprecation d where d.feature_set_version_id = ${node}.id and d.feature = '') = ${deprecated}`,
      );
    if (newest != null) tests.push(newest ? isNewest : (node, sql) => `not (${isNewest(node, sql)})`);
    return allHold(tests);
  },
};
