import type { Room } from '../graph/room.js';
import type { Database } from '../platform/database/database.js';
import { Project } from './project.entity.js';
import { ProjectResolver } from './project.resolver.js';
import { ProjectService } from './project.service.js';

export const PROJECTS: Room<{ readonly database: Database }, { readonly projects: ProjectService }> = {
  entities: [Project],
  open({ database }) {
    const projects = new ProjectService(database);
    return { offers: { projects }, resolvers: [new ProjectResolver(projects)] };
  },
};
