import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('../../../schema/operations/', import.meta.url));

/** One file of schema/operations, with the variables beside it. */
export interface OperationFile {
  readonly name: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** Whoever it is to be asked by; undefined: anybody. */
  readonly user: string | undefined;
}

/** The statements that an operation sends. */
export function goldenFileOf(name: string): string {
  return join(DIRECTORY, `${name}.sql`);
}

/** The named operations that people start from, in file order. */
export function readOperationFiles(): OperationFile[] {
  return readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.graphql'.length);
      const beside = (what: string) => {
        const path = join(DIRECTORY, `${name}.${what}.json`);
        return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
      };
      return {
        name,
        query: readFileSync(join(DIRECTORY, file), 'utf8'),
        variables: beside('variables'),
        user: beside('headers')['headwater-user'],
      };
    });
}
