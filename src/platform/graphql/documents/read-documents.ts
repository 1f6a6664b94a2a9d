import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'graphql';

/** The GraphQL documents in the files `*.graphql` and `*.gql` of directories, and of those in them. Throws where one cannot be read, naming it. */
export async function readDocuments(directories: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const directory of directories) {
    const names = await readdir(directory, { recursive: true });
    for (const name of names.filter((candidate) => /\.(graphql|gql)$/.test(candidate)).sort()) {
      const path = join(directory, name);
      const text = await readFile(path, 'utf8');
      try {
        parse(text);
      } catch (error) {
        throw new Error(`${path} is no GraphQL document: ${(error as Error).message}`);
      }
      texts.push(text);
    }
  }
  return texts;
}
