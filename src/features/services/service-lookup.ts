import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import type { FeatureReferences, ResolvedFeature } from '../definitions/references/feature-references.js';
import { FEATURE_SERVICE_VERSION } from '../feature-kinds.js';
import type { FeatureChoice } from '../lookups/feature-choice.js';
import { type LookupSource, readText } from '../lookups/lookup-source.js';
import type { LookupPlan, PlannedReader } from '../lookups/online/plans/lookup-plan.js';
import type { LookupPlanner } from '../lookups/online/plans/lookup-planner.js';
import { readSignatures } from '../signatures/signature.js';

/** Features as a service pins them, and which version of it. */
export interface ChosenFeatures {
  readonly features: ResolvedFeature[];
  /** Null where they were named one by one. */
  readonly service: PlannedReader | null;
}

/** Finds the features that are named one by one, or by a service. */
export class ServiceLookup {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly references: FeatureReferences,
    private readonly planner: LookupPlanner,
  ) {}

  /** What `POST /v1/features` takes as `{"service": "checkout@2"}`. */
  readonly source: LookupSource = {
    field: 'service',
    options: [],
    plan: (caller, body) => this.planFor(caller, readText(body, 'service')),
  };

  /** The plan for what is named. */
  plan(caller: Caller, choice: FeatureChoice): Promise<LookupPlan> {
    caller.demand('feature:read');
    const { features, service } = only(choice);
    return service === undefined ? this.planner.forFeatures(caller, features) : this.planFor(caller, service);
  }

  /** The features that are named, pinned. Throws FAILED_PRECONDITION where a service pins what is not served any more. */
  async choose(db: Queryable, caller: Caller, choice: FeatureChoice): Promise<ChosenFeatures> {
    const { features, service } = only(choice);
    if (service === undefined)
      return { features: await this.references.resolveAll(db, caller, features), service: null };
    const reader = await this.find(db, caller, service);
    const signature = (await readSignatures(db, [reader.id])).get(reader.id) ?? [];
    return { features: await this.planner.featuresOf(db, { service: reader }, signature), service: reader };
  }

  private planFor(caller: Caller, ref: string): Promise<LookupPlan> {
    caller.demand('feature:read');
    return this.planner.remember(JSON.stringify(['service', caller.project, ref]), async () => {
      const service = await this.find(this.database, caller, ref);
      const signature = (await readSignatures(this.database, [service.id])).get(service.id) ?? [];
      return this.planner.forSignature({ service }, signature, []);
    });
  }

  private async find(db: Queryable, caller: Caller, ref: string): Promise<PlannedReader> {
    const { id, label } = await this.graph.references.resolve(db, caller.project, ref, [FEATURE_SERVICE_VERSION]);
    return { id, label: label ?? ref };
  }
}

function only({ features, service }: FeatureChoice) {
  if ((features == null) === (service == null)) {
    throw badInput(`Give either features or service; ${features == null ? 'none was' : 'both were'} given.`, {
      field: 'features',
    });
  }
  if (features?.length === 0)
    throw badInput('features is empty; name at least one, such as "airport_traffic:*".', { field: 'features' });
  return { features: features ?? [], service: service ?? undefined };
}
