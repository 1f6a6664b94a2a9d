import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { Project } from './project.entity.js';
import { ProjectResolver } from './project.resolver.js';
import { ProjectReads } from './project-reads.js';
import { QuotaResolver } from './quotas/quota.resolver.js';
import type { QuotaKeeper } from './quotas/quota-keeper.js';

export interface ProjectNeeds extends OnGraph {
  readonly quotas: QuotaKeeper;
}

export const PROJECTS: Room<ProjectNeeds, { readonly projects: ProjectReads }> = {
  entities: [Project],
  open({ database, graph, quotas }) {
    const projects = new ProjectReads(database);
    return {
      offers: { projects },
      resolvers: [
        new ProjectResolver({ database, graph }, projects),
        new QuotaResolver({ database, graph }, quotas, projects),
      ],
    };
  },
};
