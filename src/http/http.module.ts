import type { FastifyRequest } from 'fastify';
import type { Access } from '../access/access.js';
import { type CallerOf, type Callers, callerOf } from '../access/caller-of-request.js';
import type { OnArtifacts } from '../artifacts/files/on-artifacts.js';
import type { DeploymentLookup } from '../deployments/readers/deployment-lookup.js';
import type { FeatureOffers } from '../features/features.module.js';
import type { Room } from '../graph/room.js';
import type { ModelLookup } from '../models/signatures/model-lookup.js';
import type { AnswerBudget } from '../platform/memory/answer-budget.js';
import { Slots } from '../platform/turns/slots.js';
import type { ProjectReads } from '../projects/project-reads.js';
import type { OnTrainingSets } from '../training-sets/create-training-set.js';
import { artifactDeleteRoute } from './artifacts/artifact-delete-route.js';
import { artifactDownloadRoute } from './artifacts/artifact-download-route.js';
import { artifactListRoute } from './artifacts/artifact-list-route.js';
import { artifactUploadRoute } from './artifacts/artifact-upload-route.js';
import { auditRoute } from './audit-route.js';
import { badRowsRoute } from './bad-rows-route.js';
import { type ChangesRouteOptions, changesRoute } from './changes-route.js';
import { consoleRoutes } from './console-pages.js';
import { featuresRoute } from './features-route.js';
import { ingestRoute } from './ingest-route.js';
import { openapiRoute } from './openapi-route.js';
import { trainingSetDownloadRoute } from './training-set-download-route.js';
import { trainingSetUploadRoute } from './training-set-upload-route.js';

export interface HttpNeeds
  extends OnTrainingSets,
    Pick<FeatureOffers, 'lookups' | 'featureLookup' | 'horizon' | 'unpinnedWrites'> {
  readonly modelLookup: ModelLookup;
  readonly deploymentLookup: DeploymentLookup;
  readonly artifacts: OnArtifacts;
  readonly projects: ProjectReads;
  readonly access: Access;
  readonly changesAfter: ChangesRouteOptions['changesAfter'];
  readonly feedFollower: ChangesRouteOptions['feedFollower'];
  readonly endless: ChangesRouteOptions['endless'];
  readonly settings: ChangesRouteOptions['settings'];
  readonly newBudget: (request: FastifyRequest) => AnswerBudget;
}

/** The routes, and the pages. */
export const HTTP: Room<HttpNeeds, Callers> = {
  open(needs) {
    const { featureLookup, services, modelLookup, deploymentLookup, settings } = needs;
    const sources = [featureLookup, services.source, modelLookup.source, deploymentLookup.source];
    const caller: CallerOf = (request) => callerOf(needs.access, needs.projects, request);
    const callerOfEvent: CallerOf = async (request) => {
      if (!needs.access.isKnown(request)) await request.server.identify(request);
      return caller(request);
    };
    const uploads = new Slots(settings.transfers, settings.transferWaitMs);
    const downloads = new Slots(settings.transfers, settings.transferWaitMs);
    const { transfers } = needs.artifacts.artifactSettings;
    const files = {
      artifacts: needs.artifacts,
      caller,
      settings,
      uploads: new Slots(transfers, settings.transferWaitMs),
      downloads: new Slots(transfers, settings.transferWaitMs),
    };
    return {
      offers: { caller, callerOfEvent },
      routes: [
        featuresRoute({ ...needs, caller, sources }),
        ingestRoute({ ...needs, caller, uploads }),
        badRowsRoute({ ...needs, caller }),
        auditRoute({ ...needs, caller }),
        trainingSetDownloadRoute({ ...needs, caller, downloads }),
        trainingSetUploadRoute({ ...needs, caller, uploads }),
        changesRoute({ ...needs, caller, callerOfEvent }),
        artifactUploadRoute(files),
        artifactDownloadRoute(files),
        artifactListRoute(files),
        artifactDeleteRoute(files),
        openapiRoute(settings),
        ...consoleRoutes(settings),
      ],
    };
  },
};
