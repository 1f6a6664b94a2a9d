import type { Room } from '../graph/room.js';
import type { Database } from '../platform/database/database.js';
import { Project } from './project.entity.js';
import { ProjectResolver } from './project.resolver.js';
import { ProjectReads } from './project-reads.js';

export const PROJECTS: Room<{ readonly database: Database }, { readonly projects: ProjectReads }> = {
  entities: [Project],
  open({ database }) {
    const projects = new ProjectReads(database);
    return { offers: { projects }, resolvers: [new ProjectResolver(database, projects)] };
  },
};
