/** How many cases, or which, a property is tried on; `LONG=1 npm test` tries as many as settle the matter. */
export const casesOf = <Cases>(usual: Cases, long: Cases): Cases => (process.env.LONG === undefined ? usual : long);

/** One of them, another one each time, where all take the same way for a part; `LONG=1` tries all. */
export const oneOf = <Case>(all: readonly Case[]): readonly Case[] =>
  casesOf([all[Math.floor(Math.random() * all.length)] as Case], all);
