import { type LookupSource, readText } from '../../features/lookups/lookup-source.js';
import type { ReadingTime } from '../../features/lookups/online/lookup-enums.js';
import type { LookupPlan } from '../../features/lookups/online/plans/lookup-plan.js';
import type { LookupPlanner } from '../../features/lookups/online/plans/lookup-planner.js';
import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import type { ModelLookup } from '../../models/signatures/model-lookup.js';
import type { Database } from '../../platform/database/database.js';
import { failedPrecondition } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { type LiveBinding, liveBindings, selectBindingsAt, selectService } from '../bindings/binding.sql.js';
import { DEPLOYMENT } from '../deployment-kinds.js';

/** Plans lookups by deployment: the signature of what serves behind it. */
export class DeploymentLookup {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly planner: LookupPlanner,
    private readonly models: ModelLookup,
    private readonly traffic: ServedTraffic,
  ) {}

  /** What `POST /v1/features` takes as `{"deployment": "production/flight-delay"}`, with `modelVersion` to choose. */
  readonly source: LookupSource = {
    field: 'deployment',
    options: ['modelVersion'],
    plan: async (caller, body, at) => {
      caller.demand('feature:read');
      const chosen = body.modelVersion === undefined ? undefined : readText(body, 'modelVersion');
      const ref = readText(body, 'deployment');
      const find = async () => {
        const found = await this.graph.references.resolve(this.database, caller.project, ref, [DEPLOYMENT]);
        return this.forDeployment(caller, { id: found.id, label: found.label ?? ref }, chosen, at);
      };
      if (at.asOf != null) return find();
      return this.planner.remember(JSON.stringify(['deployment', caller.project, ref, chosen]), find);
    },
  };

  /**
   * The signature of the binding with the largest share (the oldest of equals), or of `chosen`. Without `asOf` the live bindings count, and
   * `chosen` is another of them; with it those that were live then, and `chosen` is whatever served at any time. FAILED_PRECONDITION where
   * nothing did.
   */
  forDeployment(
    caller: Caller,
    deployment: ServingPlace,
    chosen: string | null | undefined,
    { asOf }: ReadingTime,
  ): Promise<LookupPlan> {
    caller.demand('feature:read');
    // One plan per moment would push out those that are asked for again.
    if (asOf != null) return this.planAt(caller, deployment, chosen, asOf);
    return this.planner.remember(JSON.stringify(['serving', caller.project, deployment.id, chosen]), async () =>
      this.traffic.countedFor(deployment.id, await this.planNow(caller, deployment, chosen)),
    );
  }

  private async planNow(
    caller: Caller,
    { id, label }: ServingPlace,
    chosen: string | null | undefined,
  ): Promise<LookupPlan> {
    const bindings = (await liveBindings(this.database, [id])).get(id) ?? [];
    const [largest] = bindings;
    if (largest === undefined)
      throw failedPrecondition(`Nothing serves behind ${label} now; deploy a model version first.`, { found: label });
    const serving = versionsOf(bindings);
    if (chosen == null) return this.models.forVersionBeside(largest.modelVersionId, serving);
    const version = await this.graph.references.resolve(this.database, caller.project, chosen, [MODEL_VERSION]);
    if (serving.includes(version.id)) return this.models.forVersionBeside(version.id, serving);
    throw failedPrecondition(
      `${inQuotes(chosen)} does not serve behind ${label} now; with asOf any model version that ever did can be named.`,
      { field: 'modelVersion', found: chosen },
    );
  }

  private async planAt(
    caller: Caller,
    { id, label }: ServingPlace,
    chosen: string | null | undefined,
    asOf: string,
  ): Promise<LookupPlan> {
    const serving = await selectBindingsAt(this.database, [id], asOf);
    if (chosen != null) {
      const kinds = [MODEL_VERSION];
      const deleted = { includeDeleted: true };
      const version = await this.graph.references.resolve(this.database, caller.project, chosen, kinds, deleted);
      const { served } = await selectService(this.database, id, version.id);
      if (served) return this.models.forVersionBeside(version.id, versionsOf(serving));
      throw failedPrecondition(
        `${inQuotes(chosen)} has never served behind ${label}; deployment.history says what has.`,
        {
          field: 'modelVersion',
          found: chosen,
        },
      );
    }
    const [largest] = serving;
    if (largest !== undefined) return this.models.forVersionBeside(largest.modelVersionId, versionsOf(serving));
    const { firstAt } = await selectService(this.database, id, null);
    const first = firstAt?.toISOString();
    throw failedPrecondition(
      first === undefined
        ? `Nothing has ever served behind ${label}.`
        : `Nothing served behind ${label} at ${asOf}; the first time something did was ${first}. Choose another asOf, or name with modelVersion whose signature to use.`,
      { field: 'asOf', found: asOf, firstServedAt: first ?? null },
    );
  }
}

/** In an order of their own: the shares may change. */
function versionsOf(bindings: readonly LiveBinding[]): string[] {
  return [...new Set(bindings.map(({ modelVersionId }) => modelVersionId))].sort();
}

/** A deployment, and what messages call it. */
interface ServingPlace {
  readonly id: string;
  readonly label: string;
}
