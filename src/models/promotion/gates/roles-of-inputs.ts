/** What a run that evaluates uses another model as: what it is compared with. */
const COMPARED = '^(baseline|champion|reference|control|comparison)';
/** What a run that trains uses data as that it doesn't learn from. */
const EVALUATED = '(eval|valid|test|held|holdout)';

/** In SQL: whether the edge `e` of a run leads from what it only compares with. */
export const IS_COMPARED = `coalesce(e.attributes ->> 'role', '') ~* '${COMPARED}'`;

/** In SQL: whether the edge `e` of a run leads from what it only judges by. */
export const IS_EVALUATED = `coalesce(e.attributes ->> 'role', '') ~* '${EVALUATED}'`;
