import { selectDefinitions } from '../../features/definitions/references/feature-references.sql.js';
import { describeSignatures } from '../../features/signatures/signature.js';
import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { selectGoals } from '../../runs/goals/metric-definition.sql.js';
import { selectAliasesOfVersions } from '../aliases/model-alias.sql.js';
import { selectMoves } from '../history/registry-move.sql.js';
import { Model } from '../model.entity.js';
import type { ModelLoader } from '../model.loader.js';
import { selectApprovals } from '../promotion/approvals/approval.sql.js';
import type { DataFacts } from '../promotion/gates/evidence.sql.js';
import { selectLastEvaluations } from '../promotion/gates/gate.sql.js';
import { evaluatedOn, gatherFacts } from '../promotion/gates/gather-evidence.js';
import { selectStagesOf } from '../stages/model-stage.sql.js';
import { selectStages } from '../stages/stage-list.sql.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import type { CardDataList, CardFacts } from './card.js';
import {
  NAMED,
  selectCardBindings,
  selectCardData,
  selectCardFeatureSets,
  selectCardParameters,
  selectCardUpstream,
} from './card-facts.sql.js';

/** What is known of a version, as far as the caller may see it. */
export async function gatherCard(
  { database, graph }: OnGraph,
  loader: ModelLoader,
  caller: Caller,
  version: ModelVersion,
): Promise<CardFacts> {
  const { nodeId: id } = version;
  const { project, parentId } = version.node;
  const seen = caller.seen === undefined ? null : [...caller.seen];
  const dataOf = async (data: readonly DataFacts[]): Promise<CardDataList> => {
    const ids = [...new Set(data.map((each) => each.id))];
    return { seen: await selectCardData(database, ids, seen), count: ids.length };
  };
  const [facts] = await gatherFacts(database, graph.nodes, [id], []);
  if (facts === undefined) throw new Error(`nothing is known of ${id}`);
  const { training, trainedOn } = facts;
  const [signature = []] = [...(await describeSignatures(database, [id])).values()];
  const sets = [...new Set(signature.map(({ featureSetVersionId }) => featureSetVersionId))];
  const definitions = await selectDefinitions(database, sets);
  const metrics = version.metrics.map(({ name }) => ({ project, name }));
  const [derived = []] = await loader.derivedFrom([id]);
  const origins = await graph.nodes.loadAll(ModelVersion, derived.slice(0, NAMED));
  const mayBeSeen = (origin: ModelVersion) => seen === null || seen.includes(origin.node.project);
  const [stage] = await selectStagesOf(database, [id]);
  return {
    model: await graph.nodes.get(Model, parentId ?? ''),
    version,
    stage: stage?.stage ?? (await selectStages(database, project))[0]?.name ?? '',
    aliases: (await selectAliasesOfVersions(database, [id])).map(({ alias }) => alias),
    signature,
    featureSets: await selectCardFeatureSets(database, sets, seen),
    deprecations: new Map([...definitions].map(([set, { deprecations }]) => [set, deprecations])),
    run: training ?? null,
    parameters: training === undefined ? [] : await selectCardParameters(database, training.id),
    trainedOn: await dataOf([...trainedOn, ...(training?.data ?? [])]),
    evaluatedOn: await dataOf(evaluatedOn(facts)),
    derivedFrom: [...origins.values()].filter(mayBeSeen).map(({ label }) => label ?? ''),
    derivedFromCount: derived.length,
    goals: new Map((await selectGoals(database, metrics)).map(({ name, goal }) => [name, goal])),
    bindings: await selectCardBindings(database, id, seen),
    gates: await selectLastEvaluations(database, id),
    approvals: (await selectApprovals(database, [id])).slice(-NAMED),
    moves: await selectMoves(database, [id], {
      of: 'MODEL_VERSION',
      kinds: null,
      asOf: null,
      page: { first: NAMED, after: undefined },
    }),
    upstream: await selectCardUpstream(database, id, seen),
  };
}
