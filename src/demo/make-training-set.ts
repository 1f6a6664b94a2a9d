import { setTimeout } from 'node:timers/promises';
import type { HeadwaterClient } from '@headwater/client';
import { type FlightSpineRow, HELD_OUT_START } from './flights/flight-training-rows.js';

const NAME = 'spring_flights';
const ROWS = 2_000;

interface Job {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
}

/** Makes a training set of the first flights of March by a job of Headwater's own, unless it is there. */
export async function makeTrainingSet(client: HeadwaterClient, spine: readonly FlightSpineRow[]): Promise<void> {
  const known = await client.graphql<{ dataset: object | null }>('query ($ref: Ref!) { dataset(ref: $ref) { id } }', {
    ref: NAME,
  });
  if (known.dataset !== null) return;
  const { createTrainingSet } = await client.graphql<{ createTrainingSet: { job: Job } }>(
    'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }',
    {
      input: {
        name: NAME,
        description: `The first ${ROWS} flights from ${HELD_OUT_START.slice(0, 10)} on, with what was true before each of them.`,
        features: ['airport_traffic:*', 'route_history:mean_delay_30d'],
        spine: spine.filter(({ event_time }) => event_time >= HELD_OUT_START).slice(0, ROWS),
      },
    },
  );
  for (;;) {
    const { trainingSetJob } = await client.graphql<{ trainingSetJob: Job }>(
      'query ($id: String!) { trainingSetJob(id: $id) { id status error } }',
      { id: createTrainingSet.job.id },
    );
    if (trainingSetJob.status === 'SUCCEEDED') return;
    if (trainingSetJob.error !== null) throw new Error(`The training set was not made: ${trainingSetJob.error}`);
    await setTimeout(50);
  }
}
