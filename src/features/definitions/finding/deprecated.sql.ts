import type { FindingSql } from '../../../graph/finding/finding-sql.js';
import { saidOf } from '../../../graph/finding/said-of.sql.js';

/** Whether a feature set version, as a whole, is deprecated. Indexes: primary key of feature_deprecation; change_node_changed. */
export function isDeprecated(version: string, { time: then }: FindingSql): string {
  return then === undefined
    ? `(select count(*) > 0 from feature_deprecation d where d.feature_set_version_id = ${version}.id and d.feature = '')`
    : `(coalesce(${saidOf(`'deprecated'`, then, `${version}.id`)}, 'null') <> 'null')`;
}
