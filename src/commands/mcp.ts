import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Command } from 'commander';
import { headwaterMcp } from '../integrations/mcp/headwater-mcp.js';
import { clientOf, type ServiceOptions, serviceCommand } from './client/service-client.js';

/** `headwater mcp`: what an assistant starts to ask a running Headwater. */
export function mcpCommand(): Command {
  return serviceCommand('mcp')
    .description(
      'Speak the Model Context Protocol on standard input and output, for assistants: every tool only reads.',
    )
    .option('--check', 'only say whether Headwater answers with this key')
    .action(async ({ check, ...options }: ServiceOptions & { check?: true }) => {
      const client = clientOf(options);
      // Who starts the assistant sees what is wrong; the assistant would only see that every tool fails.
      await client.graphql('{ __typename }');
      if (check) {
        process.stdout.write(`${options.url} answers.\n`);
        return;
      }
      const servers = await headwaterMcp();
      const connection = serveStdio(servers(client));
      await once(process.stdin, 'close');
      await connection.close();
    });
}
