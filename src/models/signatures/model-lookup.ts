import { type LookupSource, readText } from '../../features/lookups/lookup-source.js';
import type { LookupPlan } from '../../features/lookups/online/plans/lookup-plan.js';
import type { LookupPlanner } from '../../features/lookups/online/plans/lookup-planner.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { ModelVersion } from '../model-version.entity.js';
import { readSignatures } from './signature.js';

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
    return this.planner.remember(JSON.stringify(['model', caller.project, ref]), async () => {
      const found = await this.graph.references.resolve(this.database, caller.project, ref, [MODEL_VERSION]);
      return this.forVersion(found.id);
    });
  }

  /** The plan for the signature of a model version. */
  forVersion(id: string): Promise<LookupPlan> {
    return this.planner.remember(JSON.stringify(['signature', id]), async () => {
      const signature = (await readSignatures(this.database, [id])).get(id) ?? [];
      const { label } = await this.graph.nodes.get(ModelVersion, id);
      return this.planner.forSignature({ id, label }, signature);
    });
  }
}
