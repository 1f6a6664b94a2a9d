import type { SqlParameters } from '../../../../platform/database/sql-parameters.js';
import type { OrderKey } from '../../search/order-by.js';
import { RUN_NAME } from '../run-words.js';
import { ATTRIBUTES } from './run-attributes.sql.js';

/** What a key adds to a statement about `node n` and `run r`. */
export interface OrderTerm {
  readonly join?: string;
  readonly by: readonly string[];
}

/** What is absent comes last in both directions, and NaN before it. */
export function orderTerm({ entity, key, ascending }: OrderKey, alias: string, sql: SqlParameters): OrderTerm {
  const direction = ascending ? 'asc' : 'desc';
  const plain = (expression: string) => [`${expression} ${direction} nulls last`];
  switch (entity) {
    case 'metric':
      return {
        join: `left join run_metric ${alias} on ${alias}.run_id = n.id and ${alias}.name = ${sql.add(key)}`,
        by: [
          `case when ${alias}.value is null then 2 when ${alias}.value = 'NaN' then 1 else 0 end`,
          ...plain(`${alias}.value`),
        ],
      };
    case 'parameter':
      return {
        join: `left join run_parameter ${alias} on ${alias}.run_id = n.id and ${alias}.name = ${sql.add(key)}`,
        by: plain(`${alias}.value collate "C"`),
      };
    case 'tag':
      return { by: plain(key === RUN_NAME ? 'n.name collate "C"' : `(n.tags ->> ${sql.add(key)}) collate "C"`) };
    default: {
      const expression = key === 'start_time' ? 'r.started_at' : key === 'end_time' ? 'r.ended_at' : ATTRIBUTES[key];
      return { by: plain(expression ?? 'n.name') };
    }
  }
}
