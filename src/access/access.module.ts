import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Logger } from '../platform/telemetry/logger.js';
import type { ProjectReads } from '../projects/project-reads.js';
import { Access } from './access.js';
import { type AccessSettings, tokenSettingsOf } from './access-settings.js';
import { AccessState } from './access-state.js';
import { Authentication } from './authentication.js';
import { ApiKeyResolver } from './keys/api-key.resolver.js';
import { ApiKeys } from './keys/api-keys.js';
import { KeyUses } from './keys/key-uses.js';
import { PrincipalResolver } from './principal.resolver.js';
import { TokenVerifier } from './tokens/verify-token.js';

export interface AccessNeeds extends OnGraph {
  readonly projects: ProjectReads;
  readonly keyChanges: ChangeFeed;
  readonly logger: Logger;
  readonly settings: { readonly access: AccessSettings };
}

/** Who may do what. */
export const ACCESS: Room<AccessNeeds, { readonly access: Access; readonly apiKeys: ApiKeys }> = {
  open({ database, graph, projects, keyChanges: changes, logger, settings }) {
    const uses = new KeyUses(database, logger);
    const tokenSettings = tokenSettingsOf(settings.access);
    const tokens = tokenSettings && new TokenVerifier(tokenSettings);
    const state = new AccessState(database, changes, settings.access.mode, tokens !== undefined);
    const access = new Access(state, new Authentication({ db: database, changes, uses, tokens }));
    const apiKeys = new ApiKeys(
      database,
      projects,
      (tx, caller, action) => graph.record(tx, caller, action),
      () => changes.changedHere(),
    );
    return {
      offers: { access, apiKeys },
      resolvers: [new ApiKeyResolver(apiKeys), new PrincipalResolver()],
      background: [uses],
    };
  },
};
