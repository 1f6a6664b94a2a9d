import type { GraphqlAnswer } from '@headwater/client';
import { fromJsonSchema, McpServer, type McpServerFactory } from '@modelcontextprotocol/server';
import { readVersion } from '../../platform/package/version.js';
import { boundedAnswer } from './bounded-answer.js';
import { readSavedQuestions } from './saved-questions.js';

/** Which call of a tool it is, and what aborts once its client has gone or wants it no more. */
export interface ToolCall {
  readonly id: string | number;
  readonly signal: AbortSignal;
}

/** What answers the questions, with the rights of whoever it speaks for. */
export type Answering = (
  document: string,
  variables: Readonly<Record<string, unknown>>,
  call: ToolCall,
) => Promise<GraphqlAnswer<unknown>>;

const INSTRUCTIONS = `Headwater holds the lineage of machine learning: datasets, feature sets, runs, model versions and deployments as one
graph, and stored features by entity key. Every tool only reads. Things are named by references: \`flights\` (a dataset, feature set or model),
\`flights@3\` (its version), \`flight_delay@champion\` (the version that an alias is at), \`production/flight-delay\` (a deployment),
\`airport_traffic@2:mean_delay_3h\` (a feature, or a column of a dataset). Begin with \`search\` where you don't know a reference. Answers are JSON; where
\`complete\` is false, \`incompleteBecause\` says what is missing.`;

/** Makes servers of the Model Context Protocol whose tools are the saved questions; each serves one connection, or one request. */
export async function headwaterMcp(): Promise<(answering: Answering) => McpServerFactory> {
  const version = await readVersion();
  // What checks the arguments is compiled once.
  const tools = (await readSavedQuestions()).map(({ input, ...question }) => ({
    ...question,
    inputSchema: fromJsonSchema<Record<string, unknown>>(input),
  }));
  return (answering) => () => {
    const server = new McpServer({ name: 'headwater', title: 'Headwater', version }, { instructions: INSTRUCTIONS });
    for (const { name, title, description, document, inputSchema } of tools)
      server.registerTool(
        name,
        { title, description, inputSchema, annotations: { readOnlyHint: true, openWorldHint: false } },
        async (variables, { mcpReq }) => {
          const { data, errors } = await answering(document, variables, mcpReq);
          return { isError: errors.length > 0, content: [{ type: 'text', text: textOf(data, errors) }] };
        },
      );
    return server;
  };
}

/** Errors as GraphQL gives them, with what is right in their place: an assistant may try again. */
function textOf(
  data: unknown,
  errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[],
): string {
  if (errors.length === 0) return boundedAnswer(data);
  return boundedAnswer({ errors: errors.map(({ message, extensions }) => ({ message, ...extensions })) });
}
