import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { bestValues } from '../filters/best-values.js';
import { type RunOrder, RunOrderKey } from './run-order.input.js';
import type { ResolvedOrder } from './run-order.sql.js';

/** An order, once it is known which way BEST goes. */
export async function resolveOrder(
  db: Queryable,
  project: string,
  orders: readonly RunOrder[],
): Promise<ResolvedOrder[]> {
  const meant = await bestValues(db, project, orders);
  return orders.map((order, index) => {
    if (order.by === RunOrderKey.METRIC) return { ...order, of: meant(order) };
    const { of, ...rest } = order;
    if (of != null) {
      throw badInput(`orderBy[${index}] is by ${order.by}, which has no ${of}; only METRIC takes \`of\`.`, {
        field: `orderBy[${index}].of`,
        found: of,
      });
    }
    return rest;
  });
}
