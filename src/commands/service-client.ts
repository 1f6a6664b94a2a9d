import { Command, Option } from 'commander';
import { headerValue } from '../platform/http/header-text.js';

/** Where a command finds the running service, and on whose behalf it speaks. */
export interface ServiceOptions {
  readonly url: string;
  readonly project?: string;
  readonly user?: string;
}

/** A command that talks to a running Headwater, as any other client does. */
export function serviceCommand(name: string): Command {
  return new Command(name)
    .addOption(
      new Option('--url <url>', 'where Headwater listens').env('HEADWATER_URL').default('http://127.0.0.1:4000'),
    )
    .option('--project <name>', 'the project to work in; `default` if left out')
    .option('--user <name>', 'who to record as the author');
}

/** The headers that every request of a command carries. */
export function serviceHeaders({ project, user }: ServiceOptions): Record<string, string> {
  return {
    ...(project && { 'headwater-project': headerValue(project) }),
    ...(user && { 'headwater-user': headerValue(user) }),
  };
}

/** Sends a request to the service. Throws a message that says what to do when nothing listens there. */
export async function requestService(options: ServiceOptions, path: string, init: RequestInit): Promise<Response> {
  if (!URL.canParse(path, options.url))
    throw new Error(`--url (or HEADWATER_URL) is "${options.url}"; it is a URL such as http://127.0.0.1:4000.`);
  const request = new Request(new URL(path, options.url), init);
  try {
    return await fetch(request);
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
    throw new Error(
      `${options.url} does not answer (${cause}). Start it with \`npm start\`, or say where it is: --url, or the variable HEADWATER_URL.`,
    );
  }
}

/** Runs one GraphQL operation and gives its data. Throws with the messages of all errors. */
export async function callGraphql<Data>(
  options: ServiceOptions,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> {
  const response = await requestService(options, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...serviceHeaders(options) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors !== undefined || data === undefined)
    throw new Error(errors?.map((error) => error.message).join('\n') ?? `${response.status} ${response.statusText}`);
  return data;
}
