import type { Access } from '../../access/access.js';
import { callerOf } from '../../access/caller-of-request.js';
import type { DeploymentLookup } from '../../deployments/readers/deployment-lookup.js';
import type { ServiceLookup } from '../../features/services/service-lookup.js';
import type { Room } from '../../graph/room.js';
import type { ModelLookup } from '../../models/signatures/model-lookup.js';
import type { ProjectReads } from '../../projects/project-reads.js';
import type { FeastRoom } from './feast-room.js';
import { onlineFeaturesRoute } from './reading/online-features-route.js';
import { materializeRoute } from './writing/materialize-route.js';
import { pushRoute } from './writing/push-route.js';
import { writeOnlineRoute } from './writing/write-online-route.js';

export interface FeastNeeds extends Omit<FeastRoom, 'caller' | 'services'> {
  readonly access: Access;
  readonly projects: ProjectReads;
  readonly services: ServiceLookup;
  readonly modelLookup: ModelLookup;
  readonly deploymentLookup: DeploymentLookup;
}

/** What Feast's clients ask of its feature server. Its `/health` is there already. */
export const FEAST: Room<FeastNeeds> = {
  open({ access, projects, services, modelLookup, deploymentLookup, ...needs }) {
    const room: FeastRoom = {
      ...needs,
      caller: (request) => callerOf(access, projects, request),
      services: [services.source, modelLookup.source, deploymentLookup.source],
    };
    return {
      offers: {},
      routes: [
        onlineFeaturesRoute(room),
        pushRoute(room),
        writeOnlineRoute(room),
        materializeRoute(room, '/materialize'),
        materializeRoute(room, '/materialize-incremental'),
      ],
    };
  },
};
