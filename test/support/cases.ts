/** How many cases a property is tried on; `LONG=1 npm test` tries as many as settle the matter. */
export const casesOf = (usual: number, long: number): number => (process.env.LONG === undefined ? usual : long);
