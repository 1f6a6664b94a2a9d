import type { VariablesOf } from '@headwater/client/documents';
import type { PUBLISH } from '../../../apply/documents.js';
import type { REGISTER_DATASET } from '../documents.js';
import type { FeastField } from '../registry/registry.js';

/** A feature as it is called there and here, and its type here. */
export interface TakenFeature {
  readonly feastName: string;
  readonly name: string;
  readonly type: string;
  readonly field: FeastField;
}

/** A feature view that is taken. */
export interface TakenView {
  readonly feastName: string;
  readonly set: VariablesOf<typeof PUBLISH>['input'];
  readonly dataset: VariablesOf<typeof REGISTER_DATASET>['input'] | undefined;
  readonly features: readonly TakenFeature[];
  readonly keys: readonly { readonly feastName: string; readonly name: string; readonly type: string }[];
}
