import type { Access } from '../../access/access.js';
import { callerOf } from '../../access/caller-of-request.js';
import type { Room } from '../../graph/room.js';
import type { ProjectReads } from '../../projects/project-reads.js';
import { type McpRouteOptions, mcpRoute } from './mcp-route.js';

export interface McpNeeds extends Pick<McpRouteOptions, 'settings'> {
  readonly access: Access;
  readonly projects: ProjectReads;
}

/** What assistants ask, over the Model Context Protocol: the saved questions, none of which changes anything. */
export const MCP: Room<McpNeeds> = {
  open: ({ access, projects, settings }) => ({
    offers: {},
    routes: [mcpRoute({ settings, caller: (request) => callerOf(access, projects, request) })],
  }),
};
