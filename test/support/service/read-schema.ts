import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema } from 'graphql';

const FILE = new URL('../../../schema/schema.graphql', import.meta.url);

/** The schema as it is committed; `npm run check` holds it to the code. */
export async function readSchema(): Promise<GraphQLSchema> {
  return buildSchema(await readFile(FILE, 'utf8'));
}
