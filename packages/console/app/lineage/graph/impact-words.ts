/** What becomes of something that depends on what is changed. */
export type Outcome = 'BREAKS' | 'GOES_STALE' | 'WARNED';

/** What may be done to a node, as people say it. */
export const CHANGES_ASKED = { DROP: 'dropped', CHANGE_TYPE: 'of another type', DEPRECATE: 'deprecated' } as const;
export type ChangeAsked = keyof typeof CHANGES_ASKED;
