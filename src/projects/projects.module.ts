import type { Database } from '../platform/database/database.js';
import { Project } from './project.entity.js';
import { ProjectResolver } from './project.resolver.js';
import { ProjectService } from './project.service.js';

export const PROJECT_ENTITIES = [Project];

export function createProjects(database: Database) {
  const service = new ProjectService(database);
  return { service, resolvers: [new ProjectResolver(service)] };
}
