import { setTimeout } from 'node:timers/promises';
import type { HeadwaterClient } from '@headwater/client';
import { z } from 'zod';

interface Job {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
}

export interface TrainingSetWanted {
  readonly name: string;
  readonly description: string;
  readonly features: readonly string[];
  /** Rows as JSON. */
  readonly spine: readonly string[];
}

/** A row of a training set: what the spine said, and the features as they were then. */
export type JoinedRow = Readonly<Record<string, unknown>>;

/** Lets Headwater join a training set, unless it is there; gives its label. */
export async function makeTrainingSet(client: HeadwaterClient, wanted: TrainingSetWanted): Promise<string> {
  const { name, description, features, spine } = wanted;
  const known = await client.graphql<{ dataset: object | null }>('query ($ref: Ref!) { dataset(ref: $ref) { id } }', {
    ref: name,
  });
  if (known.dataset !== null) return `${name}@1`;
  const response = await client.request(
    `/v1/training-sets?${new URLSearchParams({ name, description, features: features.join(',') })}`,
    { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: spine.join('\n') },
  );
  const { job } = z.object({ job: z.string() }).parse(await response.json());
  for (;;) {
    const { trainingSetJob } = await client.graphql<{ trainingSetJob: Job }>(
      'query ($id: String!) { trainingSetJob(id: $id) { id status error } }',
      { id: job },
    );
    if (trainingSetJob.status === 'SUCCEEDED') return `${name}@1`;
    if (trainingSetJob.error !== null) throw new Error(`The training set was not made: ${trainingSetJob.error}`);
    await setTimeout(50);
  }
}

/** The rows of a training set, in the order of its spine. */
export async function readTrainingSet(client: HeadwaterClient, label: string): Promise<JoinedRow[]> {
  const response = await client.request(`/v1/training-sets/${encodeURIComponent(label)}?format=ndjson`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line): JoinedRow => JSON.parse(line));
}
