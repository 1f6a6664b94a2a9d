import type { Caller } from '../../graph/nodes/caller.js';
import type { FeatureRequest } from '../definitions/references/feature-request.js';
import type { LookupPlan } from './online/plans/lookup-plan.js';

/** Which features: either named one by one, or those of a feature service. */
export interface FeatureChoice {
  readonly features?: readonly FeatureRequest[] | null | undefined;
  readonly service?: string | null | undefined;
}

/** Plans a lookup of what is named. Services are filled in by the room that knows them. */
export type PlanChoice = (caller: Caller, choice: FeatureChoice) => Promise<LookupPlan>;
