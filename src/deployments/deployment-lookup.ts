import { type LookupSource, readText } from '../features/online/features-route.js';
import type { LookupPlan } from '../features/online/lookup-plan.js';
import type { LookupPlanner } from '../features/online/lookup-planner.js';
import type { Caller } from '../graph/caller.js';
import type { Graph } from '../graph/graph.module.js';
import { NodeKind } from '../graph/node-kind.js';
import type { ModelLookup } from '../models/model-lookup.js';
import type { Database } from '../platform/database/database.js';
import { failedPrecondition } from '../platform/errors.js';
import { liveBindings } from './binding.sql.js';

/** Plans lookups by deployment: the signature of what serves behind it. */
export class DeploymentLookup {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly planner: LookupPlanner,
    private readonly models: ModelLookup,
  ) {}

  /** What `POST /v1/features` takes as `{"deployment": "production/flight-delay"}`, with `modelVersion` to choose. */
  readonly source: LookupSource = {
    field: 'deployment',
    options: ['modelVersion'],
    plan: (caller, body) => {
      const chosen = body.modelVersion === undefined ? undefined : readText(body, 'modelVersion');
      const ref = readText(body, 'deployment');
      return this.planner.remember(`${caller.project} deployment ${JSON.stringify([ref, chosen])}`, async () => {
        const found = await this.graph.references.resolve(this.database, caller.project, ref, [NodeKind.DEPLOYMENT]);
        return this.forDeployment(caller, found.id, chosen);
      });
    },
  };

  /**
   * The signature of the live binding with the largest share (the oldest of equals), or of `chosen`, which must be
   * another of its live bindings. Throws FAILED_PRECONDITION where nothing serves, or `chosen` doesn't.
   */
  forDeployment(caller: Caller, id: string, chosen: string | null | undefined): Promise<LookupPlan> {
    return this.planner.remember(`${caller.project} serving ${JSON.stringify([id, chosen])}`, async () => {
      const bindings = (await liveBindings(this.database, [id])).get(id) ?? [];
      const [largest] = bindings;
      if (largest === undefined)
        throw failedPrecondition('Nothing serves behind this deployment now; deploy a model version first.');
      if (chosen == null) return this.models.forVersion(largest.modelVersionId);
      const version = await this.graph.references.resolve(this.database, caller.project, chosen, [
        NodeKind.MODEL_VERSION,
      ]);
      if (!bindings.some((binding) => binding.modelVersionId === version.id)) {
        throw failedPrecondition(`"${chosen}" does not serve behind this deployment now.`, {
          field: 'modelVersion',
          found: chosen,
        });
      }
      return this.models.forVersion(version.id);
    });
  }
}
