import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Command } from 'commander';
import { headwaterMcp } from '../integrations/mcp/headwater-mcp.js';
import { clientOf, type ServiceOptions, serviceCommand } from './service-client.js';

/** `headwater mcp`: what an assistant starts to ask a running Headwater. */
export function mcpCommand(): Command {
  return serviceCommand('mcp')
    .description(
      'Speak the Model Context Protocol on standard input and output, for assistants: every tool only reads.',
    )
    .action(async (options: ServiceOptions) => {
      const servers = await headwaterMcp();
      const connection = serveStdio(servers(clientOf(options)));
      await once(process.stdin, 'close');
      await connection.close();
    });
}
