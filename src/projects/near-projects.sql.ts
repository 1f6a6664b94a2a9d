import { type Queryable, statement } from '../platform/database/queryable.js';

const NEIGHBOURS = 250;

const NEAR_PROJECTS = statement(
  'near_projects',
  `(select name from project where name >= $1 order by name limit ${NEIGHBOURS})
   union
   (select name from project where name < $1 order by name desc limit ${NEIGHBOURS})
   union
   select name from project where name = any($2)`,
);

/** Projects beside a name in the alphabet, and those of the `guesses` that exist. Index: primary key. */
export async function selectNearProjects(db: Queryable, name: string, guesses: readonly string[]): Promise<string[]> {
  return (await db.query<{ name: string }>(NEAR_PROJECTS, [name, guesses])).map((row) => row.name);
}
