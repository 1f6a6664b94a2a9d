import { writeFile } from 'node:fs/promises';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { stringify } from 'lossless-json';
import { ask } from './ask.js';
import { fillDatabase } from './fill-database.js';
import { listQuestions } from './list-questions.js';
import { ServiceClient } from './service-client.js';

/**
 * Fills the empty database of a running service of any release, asks it everything, and writes questions and answers down, one a line:
 * `node --import ./test/support/runner/register-typescript.js test/upgrade/record-fixture.ts <url> <file>`. A dump of the database goes beside it:
 * `pg_dump --inserts --rows-per-insert=500 --no-owner --no-privileges`, without psql's own commands, compressed.
 */
const [url = '', file = ''] = process.argv.slice(2);
const service = new ServiceClient(url);
const filled = await fillDatabase(service);
const schema = buildClientSchema(await service.data(getIntrospectionQuery()));
const questions = await listQuestions(service, schema, filled);
const lines: string[] = [];
for (const question of questions) lines.push(stringify({ ...question, answer: await ask(service, question) }) ?? '');
await writeFile(file, `${lines.join('\n')}\n`);
process.stdout.write(`${questions.length} questions\n`);
