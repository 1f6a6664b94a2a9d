/** How many cases, or which, a property is tried on; `LONG=1 npm test` tries as many as settle the matter. */
export const casesOf = <Cases>(usual: Cases, long: Cases): Cases => (process.env.LONG === undefined ? usual : long);
