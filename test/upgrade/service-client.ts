/** In which project, and as whom, something is asked. */
export type Headers = Readonly<Record<string, string>>;

/** Another project, and somebody with a name. */
export const OTHER: Headers = { 'headwater-project': 'other', 'headwater-user': 'ada' };

/** Talks to a running service over HTTP, with nothing of its code, so that it can talk to one of another commit. */
export class ServiceClient {
  constructor(readonly url: string) {}

  /** The text of a GraphQL answer, errors included. */
  async ask(query: string, variables: object = {}, headers: Headers = {}): Promise<string> {
    const body = JSON.stringify({ query, variables });
    return (await this.send('POST', '/graphql', { 'content-type': 'application/json', ...headers }, body)).text;
  }

  /** The data of an answer; throws if there are errors. */
  // biome-ignore lint/suspicious/noExplicitAny: what stands in it is known where it is asked for
  async data(query: string, variables: object = {}, headers: Headers = {}): Promise<any> {
    const text = await this.ask(query, variables, headers);
    const { data, errors } = JSON.parse(text);
    if (errors !== undefined) throw new Error(`${query}\n${JSON.stringify(variables)}\n${text}`);
    return data;
  }

  async send(method: string, path: string, headers: Headers, body?: string) {
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    return { status: response.status, text: await response.text() };
  }
}
