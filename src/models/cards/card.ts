import type { DeprecationFacts } from '../../features/definitions/references/feature-references.sql.js';
import type { SignatureFeature } from '../../features/signatures/signature-feature.js';
import type { MetricGoal } from '../../runs/goals/metric-goal.js';
import type { MoveRow } from '../history/registry-move.sql.js';
import type { Model } from '../model.entity.js';
import type { Approval } from '../promotion/approvals/approval.js';
import type { GateEvaluation } from '../promotion/gates/gate.js';
import type { ModelVersion } from '../versions/model-version.entity.js';
import type { CardBinding, CardData, CardFeatureSet, CardNode, CardParameter } from './card-facts.sql.js';

/** Data that a version learnt from or was judged by: what is seen of it, and how much there is. */
export interface CardDataList {
  readonly seen: readonly CardData[];
  readonly count: number;
}

/** Everything that a card says. */
export interface CardFacts {
  readonly model: Model;
  readonly version: ModelVersion;
  readonly stage: string;
  readonly aliases: readonly string[];
  readonly signature: readonly SignatureFeature[];
  readonly featureSets: readonly CardFeatureSet[];
  readonly deprecations: ReadonlyMap<string, Readonly<Record<string, DeprecationFacts>>>;
  readonly run: { readonly name: string; readonly by: string } | null;
  readonly parameters: readonly CardParameter[];
  readonly trainedOn: CardDataList;
  readonly evaluatedOn: CardDataList;
  readonly derivedFrom: readonly string[];
  readonly derivedFromCount: number;
  readonly goals: ReadonlyMap<string, MetricGoal>;
  readonly bindings: readonly CardBinding[];
  /** The last of each stage or alias. */
  readonly gates: readonly GateEvaluation[];
  readonly approvals: readonly Approval[];
  /** Last first. */
  readonly moves: readonly MoveRow[];
  readonly upstream: readonly CardNode[];
}
