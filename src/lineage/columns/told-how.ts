import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { WalkedEdge } from '../../graph/walks/walked.js';
import type { ColumnEdge } from '../walk/lineage.js';

type How = Pick<ColumnEdge, 'roles' | 'transformations'>;

interface Read {
  readonly name: string;
  readonly role?: string | null;
}

type Transformations = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const NOTHING: How = { roles: [], transformations: [] };

/*   SIGNATURE {features: [{name: mean_delay, role: origin}]}                     mean_delay: origin
 *   DERIVED_FROM {transformations: {total: {price: [DIRECT/AGGREGATION]}}}       price → total: DIRECT/AGGREGATION  */

/** What an edge tells of how one member goes into another. */
export function toldHow({ kind, attributes }: WalkedEdge): (from: string | null, to: string | null) => How {
  const { features, transformations } = (attributes ?? {}) as {
    readonly features?: readonly Read[];
    readonly transformations?: Transformations;
  };
  if (kind === EdgeKind.SIGNATURE && features !== undefined) {
    const roles = rolesOf(features);
    return (from) => ({ ...NOTHING, roles: roles.get(from) ?? [] });
  }
  if (kind !== EdgeKind.DERIVED_FROM || transformations === undefined) return () => NOTHING;
  return (from, to) => ({ ...NOTHING, transformations: own(own(transformations, to), from) ?? [] });
}

function rolesOf(features: readonly Read[]): ReadonlyMap<string | null, readonly string[]> {
  const roles = new Map<string | null, string[]>();
  for (const { name, role } of features) if (role != null) roles.set(name, [...(roles.get(name) ?? []), role]);
  return roles;
}

/** A column may be called like what every object has. */
function own<Value>(values: Readonly<Record<string, Value>> | undefined, name: string | null): Value | undefined {
  return values !== undefined && name !== null && Object.hasOwn(values, name) ? values[name] : undefined;
}
