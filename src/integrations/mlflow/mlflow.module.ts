import type { Access } from '../../access/access.js';
import { callerOf } from '../../access/caller-of-request.js';
import type { OnArtifacts } from '../../artifacts/files/on-artifacts.js';
import type { FeatureReferences } from '../../features/definitions/references/feature-references.js';
import type { ServiceLookup } from '../../features/services/service-lookup.js';
import type { OnGraph } from '../../graph/graph.js';
import type { Room } from '../../graph/room.js';
import type { FreezeLineage } from '../../models/versions/register-model-version.js';
import { StatementNames } from '../../platform/database/statement-names.js';
import { Slots } from '../../platform/turns/slots.js';
import type { ProjectReads } from '../../projects/project-reads.js';
import type { RunReads } from '../../runs/search/run-reads.js';
import { artifactRoutes } from './artifacts/artifact-routes.js';
import { singleFileRoutes } from './artifacts/single-file-routes.js';
import { LoggedModel } from './logged-models/logged-model.entity.js';
import { LOGGED_MODEL } from './logged-models/logged-model-kinds.js';
import { OPERATIONS } from './mlflow-operations.js';
import type { MlflowRoom } from './mlflow-room.js';
import { mlflowRoute } from './mlflow-route.js';
import { Dispatch } from './protocol/dispatch.js';
import { healthRoute, versionRoute } from './version-route.js';

export interface MlflowNeeds extends OnGraph {
  readonly access: Access;
  readonly artifacts: OnArtifacts;
  readonly projects: ProjectReads;
  readonly runReads: RunReads;
  readonly references: FeatureReferences;
  readonly services: ServiceLookup;
  readonly freezeLineage: FreezeLineage;
  readonly settings: MlflowRoom['settings'] & { readonly transferWaitMs: number };
}

/** What MLflow's clients ask for: runs, their artifacts, and the registry. */
export const MLFLOW: Room<MlflowNeeds> = {
  entities: [LoggedModel],
  kinds: [
    {
      kind: LOGGED_MODEL,
      description: 'A model as a run of MLflow left it, before anybody registers it.',
      type: LoggedModel,
      hasTable: true,
      logical: false,
    },
  ],
  open({
    database,
    graph,
    access,
    artifacts,
    projects,
    runReads,
    references: features,
    services,
    freezeLineage,
    settings,
  }) {
    const room: MlflowRoom = {
      database,
      graph,
      artifacts,
      runReads,
      registration: { database, graph, features, services, freezeLineage },
      settings,
      statements: new StatementNames(),
    };
    const options = {
      room,
      caller: (request: Parameters<typeof callerOf>[2]) => callerOf(access, projects, request),
      dispatch: new Dispatch(OPERATIONS),
    };
    const { transfers } = artifacts.artifactSettings;
    const door = {
      artifacts,
      caller: options.caller,
      uploads: new Slots(transfers, settings.transferWaitMs),
      downloads: new Slots(transfers, settings.transferWaitMs),
      timeMs: settings.requestTimeoutMs,
    };
    return {
      offers: {},
      routes: [
        mlflowRoute(options, '/api/2.0/mlflow'),
        mlflowRoute(options, '/ajax-api/2.0/mlflow'),
        // What is new there is traces and prompts: refused in the words that its clients read.
        mlflowRoute(options, '/api/3.0/mlflow'),
        mlflowRoute(options, '/ajax-api/3.0/mlflow'),
        ...artifactRoutes(door, '/api/2.0/mlflow-artifacts'),
        ...artifactRoutes(door, '/ajax-api/2.0/mlflow-artifacts'),
        ...singleFileRoutes(door),
        versionRoute(settings),
        healthRoute(settings),
      ],
    };
  },
};
