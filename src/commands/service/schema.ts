import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readConfig } from '../../config.js';

const FILE = 'schema/schema.graphql';

/** `headwater schema`: writes the GraphQL schema from the code, or checks that the committed one is the same. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description(`Write the GraphQL schema to ${FILE}.`)
    .option('--check', 'write nothing; fail if the file differs from the code')
    .action(async ({ check }: { check?: boolean }) => {
      const { createSchema } = await import('../../app.js');
      const { printSortedSchema } = await import('../../platform/graphql/build-schema.js');
      const text = printSortedSchema(await createSchema(readConfig()));
      if (check !== true) return writeFile(FILE, text);
      if ((await readFile(FILE, 'utf8')) !== text) {
        throw new Error(`${FILE} differs from what the code says; run \`npm run schema\` and commit it.`);
      }
    });
}
