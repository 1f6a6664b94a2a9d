import type { Room } from '../graph/room.js';
import type { Database } from '../platform/database/database.js';
import { Project } from './project.entity.js';
import { ProjectResolver } from './project.resolver.js';
import { ProjectReads } from './project-reads.js';
import { QuotaResolver } from './quotas/quota.resolver.js';
import type { QuotaKeeper } from './quotas/quota-keeper.js';

export interface ProjectNeeds {
  readonly database: Database;
  readonly quotas: QuotaKeeper;
}

export const PROJECTS: Room<ProjectNeeds, { readonly projects: ProjectReads }> = {
  entities: [Project],
  open({ database, quotas }) {
    const projects = new ProjectReads(database);
    return {
      offers: { projects },
      resolvers: [new ProjectResolver(database, projects), new QuotaResolver(quotas, projects)],
    };
  },
};
