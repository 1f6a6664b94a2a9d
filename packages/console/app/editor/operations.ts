/** What a GraphiQL tab starts with; its title is the operation's name. */
export interface OperationTab {
  readonly query: string;
  readonly variables: string | null;
  readonly headers: string | null;
}

const OPERATIONS = import.meta.glob<string>('../../../../schema/operations/*.graphql', {
  eager: true,
  query: '?raw',
  import: 'default',
});

const VARIABLES = import.meta.glob<string>('../../../../schema/operations/*.variables.json', {
  eager: true,
  query: '?raw',
  import: 'default',
});

const HEADERS = import.meta.glob<string>('../../../../schema/operations/*.headers.json', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** One tab per file of `schema/operations/`, in the order of the file names, read when the bundle is built. */
export function operationTabs(): OperationTab[] {
  return Object.entries(OPERATIONS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, text]) => ({
      query: text.trimEnd(),
      variables: prettyJson(VARIABLES[file.replace(/\.graphql$/, '.variables.json')]),
      headers: prettyJson(HEADERS[file.replace(/\.graphql$/, '.headers.json')]),
    }));
}

function prettyJson(text: string | undefined): string | null {
  return text === undefined ? null : JSON.stringify(JSON.parse(text), null, 2);
}
