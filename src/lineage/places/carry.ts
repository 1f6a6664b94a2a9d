import { type CarryingEdge, tiesOf } from './ties-of.js';

const WHOLE = [null];

/**
 * What a change at the near end of an edge reaches at its far end: members, null for the whole node, or nothing. A change of a whole node is one
 * of all that was made from it.
 */
export function carry(edge: CarryingEdge, member: string | null): readonly (string | null)[] {
  return member === null ? WHOLE : tiesOf(edge).along('DOWNSTREAM', member);
}

/** Whether an edge leads from a member (null: the whole node) to this one at its far end. Where it tells of whole nodes only, it leads to all of them. */
export function carriesTo(edge: CarryingEdge, member: string | null, target: string): boolean {
  const ties = tiesOf(edge);
  const reached = ties.along('DOWNSTREAM', member);
  return reached.includes(target) || (ties.told !== 'MADE_FROM' && reached.includes(null));
}

/** Whether an edge names the members at the end where there is one: else nobody knows whether they go along it. */
export function namesMembers(edge: CarryingEdge, near: string | null, far: string | null): boolean {
  if (near === null && far === null) return true;
  const { told } = tiesOf(edge);
  if (told === 'NAMESAKES') return near !== null && far !== null;
  return told === 'MADE_FROM' || (told === 'READ' && far === null);
}
