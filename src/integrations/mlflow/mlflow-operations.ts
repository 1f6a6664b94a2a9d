import { listModelArtifacts, listRunArtifacts } from './artifacts/list-artifacts.js';
import { logInputs } from './datasets/log-inputs.js';
import { searchDatasets } from './datasets/search-datasets.js';
import { createExperiment } from './experiments/create-experiment.js';
import { deleteExperiment, restoreExperiment } from './experiments/end-experiment.js';
import { getExperiment, getExperimentByName } from './experiments/get-experiment.js';
import { renameExperiment } from './experiments/rename-experiment.js';
import { searchExperiments } from './experiments/search-experiments.js';
import { deleteExperimentTag, setExperimentTag } from './experiments/tag-experiment.js';
import {
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  logModelParameters,
  setLoggedModelTags,
} from './logged-models/change-logged-model.js';
import { createLoggedModel } from './logged-models/create-logged-model.js';
import { logOutputs } from './logged-models/link-models.js';
import { searchLoggedModels } from './logged-models/search-logged-models.js';
import type { Operation } from './protocol/operation.js';
import { createModelVersion } from './registry/create-model-version.js';
import {
  deleteModelVersion,
  getDownloadUri,
  getLatestVersions,
  getModelVersion,
  updateModelVersion,
} from './registry/model-versions.js';
import {
  createRegisteredModel,
  deleteRegisteredModel,
  getRegisteredModel,
  renameRegisteredModel,
  updateRegisteredModel,
} from './registry/registered-models.js';
import { deleteModelAlias, getVersionByAlias, setModelAlias } from './registry/registry-aliases.js';
import { deleteModelTag, deleteVersionTag, setModelTag, setVersionTag } from './registry/registry-tags.js';
import { searchModelVersions, searchRegisteredModels } from './registry/search-registry.js';
import { transitionStage } from './registry/transition-stage.js';
import { createRun } from './runs/create-run.js';
import { deleteRun, restoreRun } from './runs/end-run.js';
import { getRun } from './runs/get-run.js';
import { logBatch } from './runs/logging/log-batch.js';
import { logMetric } from './runs/logging/log-metric.js';
import { logParameter } from './runs/logging/log-parameter.js';
import { metricHistory, metricHistoryBulk } from './runs/logging/metric-history.js';
import { sampledHistory } from './runs/logging/sampled-history.js';
import { deleteTag, setTag } from './runs/logging/tag-run.js';
import { searchRuns } from './runs/search/search-runs.js';
import { updateRun } from './runs/update-run.js';

/** All that MLflow's clients may ask for. */
export const OPERATIONS: readonly Operation[] = [
  createExperiment,
  deleteExperiment,
  restoreExperiment,
  getExperiment,
  getExperimentByName,
  renameExperiment,
  searchExperiments,
  deleteExperimentTag,
  setExperimentTag,
  createRun,
  deleteRun,
  restoreRun,
  getRun,
  logBatch,
  logMetric,
  logParameter,
  metricHistory,
  metricHistoryBulk,
  sampledHistory,
  searchRuns,
  deleteTag,
  setTag,
  updateRun,
  logInputs,
  logOutputs,
  searchDatasets,
  listRunArtifacts,
  listModelArtifacts,
  createLoggedModel,
  searchLoggedModels,
  getLoggedModel,
  finalizeLoggedModel,
  deleteLoggedModel,
  setLoggedModelTags,
  deleteLoggedModelTag,
  logModelParameters,
  createModelVersion,
  deleteModelVersion,
  getDownloadUri,
  getLatestVersions,
  getModelVersion,
  updateModelVersion,
  createRegisteredModel,
  deleteRegisteredModel,
  getRegisteredModel,
  renameRegisteredModel,
  updateRegisteredModel,
  deleteModelAlias,
  getVersionByAlias,
  setModelAlias,
  deleteModelTag,
  deleteVersionTag,
  setModelTag,
  setVersionTag,
  searchModelVersions,
  searchRegisteredModels,
  transitionStage,
];
