import { CreateGraph20261124030000 } from './20261124030000-create-graph.js';
import { CreateDatasets20261124030100 } from './20261124030100-create-datasets.js';
import { CreateRuns20261124030200 } from './20261124030200-create-runs.js';
import { CreateFeatures20261124030300 } from './20261124030300-create-features.js';
import { CreateModels20261124030400 } from './20261124030400-create-models.js';
import { CreateDeployments20261124030500 } from './20261124030500-create-deployments.js';
import { CreateFrozenLineage20261124030600 } from './20261124030600-create-frozen-lineage.js';
import { CreateIngests20261124040000 } from './20261124040000-create-ingests.js';
import { CreateTrainingSets20261124040100 } from './20261124040100-create-training-sets.js';
import { ExtendFeatureSets20261124040200 } from './20261124040200-extend-feature-sets.js';
import { CreateErasures20261124040300 } from './20261124040300-create-erasures.js';
import { KeepIngestClocks20261126050000 } from './20261126050000-keep-ingest-clocks.js';
import { AddFutureEventPolicy20261126050100 } from './20261126050100-add-future-event-policy.js';
import { CreateActivations20261126060000 } from './20261126060000-create-activations.js';
import { FinishDeletions20261126070000 } from './20261126070000-finish-deletions.js';
import { KeepDeletedVersions20261126080000 } from './20261126080000-keep-deleted-versions.js';
import { TellDeletionsApart20261126090000 } from './20261126090000-tell-deletions-apart.js';
import { FindLateRows20261126100000 } from './20261126100000-find-late-rows.js';
import { CountUnpinnedLookups20261126180000 } from './20261126180000-count-unpinned-lookups.js';
import { QuoteNamesLikeIds20261126200000 } from './20261126200000-quote-names-like-ids.js';
import { AddRequestInputs20261127000000 } from './20261127000000-add-request-inputs.js';
import { CreateApiKeys20261127100000 } from './20261127100000-create-api-keys.js';
import { MarkSensitiveFeatureSets20261127100100 } from './20261127100100-mark-sensitive-feature-sets.js';
import { CreateChanges20261127110000 } from './20261127110000-create-changes.js';
import { BeginLog20261127110100 } from './20261127110100-begin-log.js';
import { CreateWebhooks20261127120000 } from './20261127120000-create-webhooks.js';
import { CreateQuotas20261127130000 } from './20261127130000-create-quotas.js';
import { CountServedLookups20261127190000 } from './20261127190000-count-served-lookups.js';
import { CountLookupsOfReaders20261127210000 } from './20261127210000-count-lookups-of-readers.js';
import { CreateLineageEvents20261127220000 } from './20261127220000-create-lineage-events.js';
import { SummariseRunMetrics20261127230000 } from './20261127230000-summarise-run-metrics.js';
import { KnowSourcesOfRows20261127231500 } from './20261127231500-know-sources-of-rows.js';
import { CreateArtifacts20261127233000 } from './20261127233000-create-artifacts.js';
import { MeasureLineageEvents20261127234500 } from './20261127234500-measure-lineage-events.js';
import { CreateStages20261127235000 } from './20261127235000-create-stages.js';
import { CreatePromotions20261128000500 } from './20261128000500-create-promotions.js';
import { CreateLoggedModels20261128003000 } from './20261128003000-create-logged-models.js';
import { CountUnpinnedWrites20261128010000 } from './20261128010000-count-unpinned-writes.js';
import { RollBack20261128010500 } from './20261128010500-roll-back.js';
import { GuardPromotions20261128024500 } from './20261128024500-guard-promotions.js';
import { FindNamedFiles20261128031500 } from './20261128031500-find-named-files.js';
import { SearchByLikeness20261128041500 } from './20261128041500-search-by-likeness.js';
import { FindNodes20261128050000 } from './20261128050000-find-nodes.js';
import { RankBadEnds20261128053000 } from './20261128053000-rank-bad-ends.js';
import { SayWhenSaid20261128060000 } from './20261128060000-say-when-said.js';
import { KnowOrigins20261128074000 } from './20261128074000-know-origins.js';
import { NumberMetricPoints20261128081500 } from './20261128081500-number-metric-points.js';
import { KnowLastSteps20261128144500 } from './20261128144500-know-last-steps.js';

/** Every migration, in order. A new one goes to the end. */
export const MIGRATIONS = [
  CreateGraph20261124030000,
  CreateDatasets20261124030100,
  CreateRuns20261124030200,
  CreateFeatures20261124030300,
  CreateModels20261124030400,
  CreateDeployments20261124030500,
  CreateFrozenLineage20261124030600,
  CreateIngests20261124040000,
  CreateTrainingSets20261124040100,
  ExtendFeatureSets20261124040200,
  CreateErasures20261124040300,
  KeepIngestClocks20261126050000,
  AddFutureEventPolicy20261126050100,
  CreateActivations20261126060000,
  FinishDeletions20261126070000,
  KeepDeletedVersions20261126080000,
  TellDeletionsApart20261126090000,
  FindLateRows20261126100000,
  CountUnpinnedLookups20261126180000,
  QuoteNamesLikeIds20261126200000,
  AddRequestInputs20261127000000,
  CreateApiKeys20261127100000,
  MarkSensitiveFeatureSets20261127100100,
  CreateChanges20261127110000,
  BeginLog20261127110100,
  CreateWebhooks20261127120000,
  CreateQuotas20261127130000,
  CountServedLookups20261127190000,
  CountLookupsOfReaders20261127210000,
  CreateLineageEvents20261127220000,
  SummariseRunMetrics20261127230000,
  KnowSourcesOfRows20261127231500,
  CreateArtifacts20261127233000,
  MeasureLineageEvents20261127234500,
  CreateStages20261127235000,
  CreatePromotions20261128000500,
  CreateLoggedModels20261128003000,
  CountUnpinnedWrites20261128010000,
  RollBack20261128010500,
  GuardPromotions20261128024500,
  FindNamedFiles20261128031500,
  SearchByLikeness20261128041500,
  FindNodes20261128050000,
  RankBadEnds20261128053000,
  SayWhenSaid20261128060000,
  KnowOrigins20261128074000,
  NumberMetricPoints20261128081500,
  KnowLastSteps20261128144500,
];
