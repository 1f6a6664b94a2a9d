import { readdir, readFile } from 'node:fs/promises';
import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { packageFile } from '../../platform/package/package-file.js';
import { inputSchemaOf, type JsonSchema } from './input-schema.js';

const QUERY = '.graphql';

/** A query of schema/operations, as assistants ask it. */
export interface SavedQuestion {
  /** Such as `what_a_change_would_break`. */
  readonly name: string;
  /** The name in words. */
  readonly title: string;
  /** What it answers: the comment above the query. */
  readonly description: string;
  readonly document: string;
  readonly input: JsonSchema;
}

/** The queries of schema/operations, in the order of their files. What changes something is none of them. */
export async function readSavedQuestions(): Promise<SavedQuestion[]> {
  const schema = buildSchema(await readFile(packageFile('schema/schema.graphql'), 'utf8'));
  const directory = packageFile('schema/operations/');
  const files = (await readdir(directory)).filter((name) => name.endsWith(QUERY)).sort();
  const questions = await Promise.all(
    files.map(async (file): Promise<SavedQuestion | undefined> => {
      const document = await readFile(new URL(file, directory), 'utf8');
      const [operation] = parse(document).definitions as OperationDefinitionNode[];
      if (operation?.operation !== 'query' || operation.name === undefined) return undefined;
      const variables = new URL(file.replace(QUERY, '.variables.json'), directory);
      const examples = JSON.parse(await readFile(variables, 'utf8').catch(() => '{}')) as Record<string, unknown>;
      const words = wordsOf(operation.name.value);
      return {
        name: words.join('_'),
        title: capitalised(words.join(' ')),
        description: commentOf(document),
        document,
        input: inputSchemaOf(schema, operation, examples),
      };
    }),
  );
  return questions.filter((question) => question !== undefined);
}

const wordsOf = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function commentOf(document: string): string {
  const [comment = ''] = /^(?:#.*\n)*/.exec(document) ?? [];
  return comment.replaceAll(/^# ?/gm, '').replaceAll('\n', ' ').trim();
}
