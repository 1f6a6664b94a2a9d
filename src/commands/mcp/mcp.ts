import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Command } from 'commander';
import pLimit from 'p-limit';
import { type Answering, headwaterMcp } from '../../integrations/mcp/headwater-mcp.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';
import { steadyFetch } from '../client/steady-fetch.js';

/** Bytes of a message, which is one line. */
const LONGEST_MESSAGE = 10 * 1024 * 1024;
/** Calls that are answered at once, and those that may wait. */
const CALLS_AT_ONCE = 8;
const MOST_WAITING = 1_000;

/** `headwater mcp`: what an assistant starts to ask a running Headwater. */
export function mcpCommand(): Command {
  return serviceCommand('mcp')
    .description(
      'Speak the Model Context Protocol on standard input and output, for assistants: every tool only reads.',
    )
    .option('--check', 'only say whether Headwater answers with this key')
    .action(async ({ check, ...options }: ServiceOptions & { check?: true }) => {
      // Who starts the assistant sees what is wrong; the assistant would only see that every tool fails.
      await clientOf(options).graphql('{ __typename }');
      if (check) {
        process.stdout.write(`${options.url} answers.\n`);
        return;
      }
      const servers = await headwaterMcp();
      await serve(servers(answeringOf(options)));
    });
}

/** A call that is wanted no more breaks its connection, by which the service knows. */
function answeringOf(options: ServiceOptions): Answering {
  const places = pLimit(CALLS_AT_ONCE);
  return async (document, variables, { signal }) => {
    if (places.pendingCount >= MOST_WAITING)
      throw new Error(
        `${MOST_WAITING.toLocaleString('en')} calls wait for their answers; ask again when some have come.`,
      );
    return places(async () => {
      signal.throwIfAborted();
      return clientOf(options, steadyFetch(signal)).answer(document, variables);
    });
  };
}

/** Until the input ends. Throws for a message that has no end. */
async function serve(servers: Parameters<typeof serveStdio>[0]): Promise<void> {
  const transport = new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: LONGEST_MESSAGE });
  let tooLong = false;
  const connection = serveStdio(servers, {
    transport,
    onerror: ({ message }) => {
      tooLong ||= message.includes('exceeded maximum size');
    },
  });
  await new Promise<void>((resolve) => {
    const { onclose } = transport;
    transport.onclose = () => {
      onclose?.();
      resolve();
    };
  });
  await connection.close();
  if (!tooLong) return;
  const message = `A message has more than ${LONGEST_MESSAGE.toLocaleString('en')} bytes; each is one line of JSON, and ends with it.`;
  const answer = `${JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32700, message } })}\n`;
  await new Promise((resolve) => process.stdout.write(answer, resolve));
  // More of it may come without end.
  process.stdin.destroy();
  throw new Error(message);
}
