/** What an answer can say of each value. */
export const MATRICES = ['values', 'statuses', 'eventTimes', 'ingestTimes', 'ages'] as const;
export type Matrix = (typeof MATRICES)[number];

export function isMatrix(name: string): name is Matrix {
  return MATRICES.some((matrix) => matrix === name);
}

/** Whether any of them says something about the rows' times. */
export function needsTimes(matrices: ReadonlySet<Matrix>): boolean {
  return matrices.size > (matrices.has('values') ? 1 : 0);
}
