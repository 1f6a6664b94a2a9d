import { EdgeKind } from '../../graph/edges/edge-kind.js';

/** As much of an edge as says what goes along it. */
export interface CarryingEdge {
  readonly kind: EdgeKind;
  readonly attributes: object | undefined;
}

/*   flights@3:delay ──SOURCE {columns: {mean_delay: [delay]}}──▶ airport_traffic@2:mean_delay
 *   airport_traffic@2:mean_delay ──SIGNATURE {features: [{name: mean_delay}]}──▶ flight_delay@4
 *   flights@3:delay ──INPUT──▶ a run: it says nothing of columns, so the column may be in all that the run made   */

/** What is reached at the far end of an edge from a column or feature at its near end: members, null for the whole node, or nothing. */
export function carry(edge: CarryingEdge, member: string | null): readonly (string | null)[] {
  if (member === null) return WHOLE;
  const columns = columnsOf(edge);
  if (columns !== undefined)
    return Object.keys(columns).filter((feature) => columns[feature]?.includes(member) === true);
  const features = featuresOf(edge);
  return features === undefined || features.has(member) ? WHOLE : [];
}

const WHOLE = [null];

/** Whether an edge leads from a member (null: the whole node) to this one at its far end. */
export function carriesTo(edge: CarryingEdge, member: string | null, target: string): boolean {
  const columns = columnsOf(edge);
  if (columns === undefined) return carry(edge, member).length > 0;
  if (!Object.hasOwn(columns, target)) return false;
  return member === null || columns[target]?.includes(member) === true;
}

/** Whether an edge names the members at the end where there is one: else nobody knows whether they go along it. */
export function namesMembers(edge: CarryingEdge, near: string | null, far: string | null): boolean {
  if (near === null && far === null) return true;
  return columnsOf(edge) !== undefined || (far === null && featuresOf(edge) !== undefined);
}

/** Feature → the columns that it is computed from, where the edge says so. */
function columnsOf({ kind, attributes }: CarryingEdge): Readonly<Record<string, readonly string[]>> | undefined {
  if (kind !== EdgeKind.SOURCE) return undefined;
  return (attributes as { readonly columns?: Readonly<Record<string, readonly string[]>> } | undefined)?.columns;
}

/** The features that a signature reads, where the edge says so. */
function featuresOf({ kind, attributes }: CarryingEdge): ReadonlySet<string> | undefined {
  if (kind !== EdgeKind.SIGNATURE) return undefined;
  const { features } = (attributes ?? {}) as { readonly features?: readonly { readonly name: string }[] };
  return features && new Set(features.map(({ name }) => name));
}
