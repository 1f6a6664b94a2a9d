import { eventually } from '../support/eventually.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';

const JOB = `id status step done total progress error attempts created
  datasetVersion { label digest rowCount trainingSet {
    rowCount digest rebuildable notRebuildableBecause knownAt knownUntil download
    spineColumns { name type } featureSetVersions { label }
    features { column ref type present nulls notFound expired } } }
  rebuild { matches digest firstDifferentRow }`;

export interface TrainingJob {
  readonly id: string;
  readonly status: string;
  readonly progress: number;
  readonly error: string | null;
  readonly attempts: number;
  readonly created: boolean | null;
  readonly datasetVersion: {
    readonly label: string;
    readonly digest: string;
    readonly rowCount: number;
    readonly trainingSet: {
      readonly rowCount: number;
      readonly digest: string;
      readonly rebuildable: boolean;
      readonly notRebuildableBecause: string | null;
      readonly spineColumns: readonly { name: string; type: string }[];
      readonly featureSetVersions: readonly { label: string }[];
      readonly features: readonly Record<string, unknown>[];
    };
  } | null;
  readonly rebuild: { matches: boolean; digest: string; firstDifferentRow: number | null } | null;
}

/** Asks for a training set; gives the job as it is then. */
export async function beginTrainingSet(app: AppUnderTest, input: object): Promise<TrainingJob> {
  const { createTrainingSet } = await app.graphql<{ createTrainingSet: { job: TrainingJob } }>(
    `mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { ${JOB} } } }`,
    { input },
  );
  return createTrainingSet.job;
}

/** Makes a training set and waits for it. */
export async function createTrainingSet(app: AppUnderTest, input: object): Promise<TrainingJob> {
  return jobEnded(app, (await beginTrainingSet(app, input)).id);
}

/** Rebuilds a training set and waits for it. */
export async function rebuildTrainingSet(app: AppUnderTest, trainingSet: string): Promise<TrainingJob> {
  const { rebuildTrainingSet: payload } = await app.graphql<{ rebuildTrainingSet: { job: TrainingJob } }>(
    `mutation ($input: RebuildTrainingSetInput!) { rebuildTrainingSet(input: $input) { job { ${JOB} } } }`,
    { input: { trainingSet } },
  );
  return jobEnded(app, payload.job.id);
}

/** Waits until a job has ended, however. */
export async function jobEnded(app: AppUnderTest, id: string): Promise<TrainingJob> {
  let job: TrainingJob | undefined;
  await eventually(async () => {
    job = (
      await app.graphql<{ trainingSetJob: TrainingJob }>(
        `query ($id: String!) { trainingSetJob(id: $id) { ${JOB} } }`,
        { id },
      )
    ).trainingSetJob;
    if (job.status === 'PENDING' || job.status === 'RUNNING') throw new Error(`the job is ${job.status}`);
  }, 30_000);
  if (job === undefined) throw new Error('unreachable');
  return job;
}

/** The rows of a training set, as NDJSON gives them. */
export async function rowsOf(url: string, ref: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/v1/training-sets/${ref}?format=ndjson`);
  if (!response.ok) throw new Error(await response.text());
  const text = await response.text();
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}
