import type { Access } from '../../access/access.js';
import { callerOf } from '../../access/caller-of-request.js';
import type { OnGraph } from '../../graph/graph.js';
import type { Room } from '../../graph/room.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { Slots } from '../../platform/turns/slots.js';
import type { ProjectReads } from '../../projects/project-reads.js';
import type { RunReads } from '../../runs/search/run-reads.js';
import { lineageExportRoute } from './export/lineage-export-route.js';
import { NodeFacetsResolver, RunFacetsResolver } from './graphql/facets.resolver.js';
import { JobResolver } from './graphql/job.resolver.js';
import { RunJobResolver } from './graphql/run-job.resolver.js';
import { Job } from './job.entity.js';
import { JOB } from './job-kinds.js';
import { lineageBatchRoute } from './lineage-batch-route.js';
import { lineageRoute } from './lineage-route.js';

export interface OpenLineageNeeds extends OnGraph {
  readonly access: Access;
  readonly projects: ProjectReads;
  readonly logger: Logger;
  readonly runReads: RunReads;
  readonly settings: { readonly requestTimeoutMs: number; readonly transferWaitMs: number };
}

/** Large bodies that are read at once: each takes a thread, and memory for what it holds. */
const LARGE_AT_ONCE = 2;

/** What producers of OpenLineage tell: Airflow, Spark, dbt, Flink, Feast. */
export const OPENLINEAGE: Room<OpenLineageNeeds> = {
  kinds: [
    {
      kind: JOB,
      description: 'What reads and writes data again and again, as OpenLineage tells of it; its executions are runs.',
      type: Job,
      hasTable: false,
      logical: true,
    },
  ],
  open({ database, graph, access, projects, logger, runReads, settings }) {
    const options = {
      database,
      graph,
      settings,
      logger,
      caller: (request: Parameters<typeof callerOf>[2]) => callerOf(access, projects, request),
      places: new Slots(LARGE_AT_ONCE, settings.transferWaitMs),
    };
    return {
      offers: {},
      resolvers: [
        new JobResolver(graph, runReads),
        new RunJobResolver(database),
        new NodeFacetsResolver(database),
        new RunFacetsResolver(database),
      ],
      routes: [lineageRoute(options), lineageBatchRoute(options), lineageExportRoute(options)],
    };
  },
};
