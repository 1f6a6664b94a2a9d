import { readSignatures, type SignatureEntry } from '../../../features/signatures/signature.js';
import type { NodeStore } from '../../../graph/nodes/storage/node-store.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { ModelVersion } from '../../versions/model-version.entity.js';
import type { PromotionRule } from '../policies/policy.js';
import { RuleKind } from '../policies/rule-enums.js';
import {
  type DataFacts,
  type LearntFrom,
  type Measured,
  type RunFacts,
  selectDeprecated,
  selectEvaluations,
  selectLearntFrom,
  selectTrainedOn,
  selectTrainings,
  type TrainingFacts,
} from './evidence.sql.js';

/** What is known of a version that a gate looks at. */
export interface VersionFacts {
  readonly version: ModelVersion;
  /** The last run that judged it by one of the metrics, or at all where there is none such. */
  readonly evaluation: RunFacts | undefined;
  readonly training: TrainingFacts | undefined;
  readonly trainedOn: readonly DataFacts[];
  readonly signature: readonly SignatureEntry[];
}

/** What is known of a candidate and of the champion that it is compared with. */
export interface Evidence {
  readonly candidate: VersionFacts;
  /** Undefined: there never was one, or it is the candidate. */
  readonly champion: VersionFacts | undefined;
  readonly deprecated: readonly { readonly feature: string; readonly reason: string }[];
  readonly learntFrom: LearntFrom;
  /** Whether somebody who may approve has said that the signature may differ. */
  readonly acknowledged: boolean;
}

/** What a version was judged by: of its evaluation, else what its own run judged by. */
export function evaluatedOn({ evaluation, training }: VersionFacts): readonly DataFacts[] {
  const given = evaluation?.data.filter(({ kind }) => kind === 'DATASET_VERSION') ?? [];
  return given.length > 0 ? given : (training?.judgedBy ?? []);
}

/** Where a figure of a version comes from, and what it is; undefined: it has none. */
export function figureOf(facts: VersionFacts, metric: string): { value: number | string; from: string } | undefined {
  const { evaluation, training, version } = facts;
  const ofRun = (run: RunFacts | undefined, from: string) => {
    const value = measured(run?.metrics, metric);
    return value === undefined ? undefined : { value, from: `${from} ${JSON.stringify(run?.name)}` };
  };
  const given = version.metrics.find(({ name }) => name === metric)?.value;
  return (
    ofRun(evaluation, 'evaluation run') ??
    (given === undefined ? undefined : { value: given, from: 'registration' }) ??
    ofRun(training, 'training run')
  );
}

function measured(metrics: Measured | undefined, name: string): number | string | undefined {
  return metrics !== undefined && Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}

/** What is known of versions, in this order: of the first also what its run learnt from; what others were judged by is chosen to be what the first was judged by, where it can be. */
export async function gatherFacts(
  db: Queryable,
  nodes: NodeStore,
  ids: readonly string[],
  metrics: readonly string[],
): Promise<VersionFacts[]> {
  const evaluations = await selectEvaluations(db, ids, metrics);
  const trainings = await selectTrainings(db, ids, metrics, ids[0]);
  const trainedOn = await selectTrainedOn(db, ids);
  const signatures = await readSignatures(db, ids);
  const versions = await nodes.loadAll(ModelVersion, ids);
  const all: VersionFacts[] = [];
  for (const id of ids) {
    const [first] = all;
    const same = first === undefined ? [] : evaluatedOn(first).map((data) => data.id);
    const own = evaluations.filter(({ of }) => of === id);
    const version = versions.get(id);
    if (version === undefined) throw new Error(`there is no model version ${id}`);
    all.push({
      version,
      evaluation: chooseEvaluation(own, metrics, same),
      training: trainings.find(({ of }) => of === id),
      trainedOn: trainedOn.filter(({ of }) => of === id),
      signature: signatures.get(id) ?? [],
    });
  }
  return all;
}

/** Everything that rules ask about, in as many statements as there are kinds of it. */
export async function gatherEvidence(
  db: Queryable,
  nodes: NodeStore,
  rules: readonly PromotionRule[],
  asked: { readonly candidateId: string; readonly championId: string | null; readonly acknowledged: boolean },
): Promise<Evidence> {
  const { candidateId, championId, acknowledged } = asked;
  const ids = championId === null ? [candidateId] : [candidateId, championId];
  const metrics = [...new Set(rules.flatMap(({ metric }) => metric ?? []))];
  const [candidate, champion] = await gatherFacts(db, nodes, ids, metrics);
  if (candidate === undefined) throw new Error(`nothing is known of ${candidateId}`);
  const asks = (kind: RuleKind) => rules.some((rule) => rule.kind === kind);
  return {
    candidate,
    champion,
    deprecated: asks(RuleKind.NO_DEPRECATED_FEATURE) ? await selectDeprecated(db, candidateId) : [],
    learntFrom: asks(RuleKind.EVALUATION_NOT_TRAINED_ON)
      ? await selectLearntFrom(db, candidateId, evaluatedOn(candidate))
      : { count: 0, found: [], loose: [] },
    acknowledged,
  };
}

/** Of runs, last first: the last by the same data, else the last; of those with one of the metrics where any has. */
function chooseEvaluation(
  runs: readonly RunFacts[],
  metrics: readonly string[],
  same: readonly string[],
): RunFacts | undefined {
  const telling = runs.filter((run) => metrics.some((metric) => measured(run.metrics, metric) !== undefined));
  const able = telling.length > 0 ? telling : runs;
  const isSame = ({ data }: RunFacts) => same.length > 0 && same.every((id) => data.some((each) => each.id === id));
  return able.find(isSame) ?? able[0];
}
