import { type LookupSource, readText } from '../../features/lookups/lookup-source.js';
import type { LookupPlan } from '../../features/lookups/online/plans/lookup-plan.js';
import type { LookupPlanner } from '../../features/lookups/online/plans/lookup-planner.js';
import { readSignatures } from '../../features/signatures/signature.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { vectorOf } from '../versions/vector.js';
import { selectLiveVersionsBeside } from './live-versions.sql.js';

/** Plans lookups by model version: its signature, pinned, in its order. */
export class ModelLookup {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly planner: LookupPlanner,
  ) {}

  /** What `POST /v1/features` takes as `{"model": "flight_delay@champion"}`. */
  readonly source: LookupSource = {
    field: 'model',
    options: [],
    plan: (caller, body) => this.forReference(caller, readText(body, 'model')),
  };

  /** The plan for a reference such as `flight_delay@champion`. */
  forReference(caller: Caller, ref: string): Promise<LookupPlan> {
    caller.demand('feature:read');
    return this.planner.remember(JSON.stringify(['model', caller.project, ref]), async () => {
      const found = await this.graph.references.resolve(this.database, caller.project, ref, [MODEL_VERSION]);
      return this.forVersion(found.id);
    });
  }

  /** The plan for the signature of a model version. An entity may have what any version of the model takes that serves now. */
  forVersion(id: string): Promise<LookupPlan> {
    return this.planner.remember(JSON.stringify(['signature', id]), async () =>
      this.plan(id, await selectLiveVersionsBeside(this.database, id)),
    );
  }

  /** The same for a version that serves beside others: an entity may have what any of them takes. */
  forVersionBeside(id: string, others: readonly string[]): Promise<LookupPlan> {
    return this.planner.remember(JSON.stringify(['signature', id, 'beside', ...others]), () => this.plan(id, others));
  }

  private async plan(id: string, others: readonly string[]): Promise<LookupPlan> {
    const ids = [id, ...others.filter((other) => other !== id)];
    const signatures = await readSignatures(this.database, ids);
    const versions = await this.graph.nodes.load(ids);
    const [vector = [], ...beside] = ids.map((each) => {
      const version = versions.get(each);
      return vectorOf(signatures.get(each) ?? [], version instanceof ModelVersion ? version.requestInputs : []);
    });
    const label = versions.get(id)?.label;
    if (label === undefined) throw new Error(`there is no model version ${id}`);
    return this.planner.forSignature({ modelVersion: { id, label } }, vector, beside.flat());
  }
}
