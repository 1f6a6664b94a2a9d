import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { FeatureServiceVersion } from '../../features/services/feature-service.entity.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pathSegment } from '../../platform/http/requests/path-segment.js';
import type { Job } from '../../platform/jobs/job.sql.js';
import { make } from '../../platform/make.js';
import { instantFromPostgres } from '../../platform/time/instant.js';
import type { RebuildResult } from '../building/rebuild-training-set.js';
import { featureCounts } from '../building/training-digest.js';
import type { BuildResult } from '../register-training-set.js';
import { BUILD_JOB } from '../training-jobs.js';
import { versionsOf } from '../training-recipe.js';
import type { TrainingSetRow } from '../training-set.sql.js';
import { TrainingSet, TrainingSetFeature, TrainingSetJob, TrainingSetRebuild } from './training-set.type.js';

/** A training set as GraphQL shows it. */
export async function describeTrainingSet(
  context: GraphqlContext,
  version: DatasetVersion,
  set: TrainingSetRow,
): Promise<TrainingSet> {
  const { recipe, knownAt, rowCount, digest, counts, notRebuildable } = set;
  if (rowCount === null || digest === null || counts === null) throw new Error(`${version.label} is not built yet`);
  return make(TrainingSet, {
    spineColumns: recipe.spine,
    features: featuresOf(recipe, counts),
    featureSetVersions: await Promise.all(versionsOf(recipe).map((id) => context.node(FeatureSetVersion, id))),
    featureServiceVersion:
      recipe.serviceVersionId === undefined ? null : await context.node(FeatureServiceVersion, recipe.serviceVersionId),
    knownAt: recipe.knownAt,
    knownUntil: instantFromPostgres(knownAt),
    rowCount,
    digest: prefixed(digest),
    rebuildable: notRebuildable === null,
    notRebuildableBecause: notRebuildable,
    download: `/v1/training-sets/${pathSegment(version.label)}`,
  });
}

function featuresOf(
  { columns }: TrainingSetRow['recipe'],
  counts: NonNullable<TrainingSetRow['counts']>,
): TrainingSetFeature[] {
  return columns.map(({ name, ref, type, set, position }) =>
    make(TrainingSetFeature, { column: name, ref, type, ...featureCounts(counts, set, position) }),
  );
}

/** A job as GraphQL shows it. */
export async function trainingSetJob(context: GraphqlContext, job: Job): Promise<TrainingSetJob> {
  const result = job.result as BuildResult | RebuildResult | null;
  const progress = job.endedAt === null ? Math.min(1, job.total ? job.done / job.total : 0) : 1;
  return make(TrainingSetJob, {
    ...job,
    progress,
    datasetVersion: result === null ? null : await context.node(DatasetVersion, result.datasetVersionId),
    created: job.kind === BUILD_JOB ? ((result as BuildResult | null)?.created ?? null) : null,
    rebuild: job.kind === BUILD_JOB || result === null ? null : describeRebuild(result as RebuildResult),
  });
}

function describeRebuild({ matches, digest, firstDifferentRow }: RebuildResult): TrainingSetRebuild {
  return make(TrainingSetRebuild, { matches, digest: prefixed(digest), firstDifferentRow });
}

/** Digests are kept as bare hex, and shown as the digests of dataset versions are. */
const prefixed = (hex: string) => `sha256:${hex}`;
