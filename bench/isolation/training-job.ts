import { setTimeout } from 'node:timers/promises';
import { graphql } from '../support/graphql.js';

interface JobAnswer {
  readonly trainingSetJob: { readonly status: string; readonly error: string | null };
}

/** Waits until a training set is made. Throws what prevents it. */
export async function waitForJob(url: string, id: string): Promise<void> {
  for (;;) {
    const query = 'query ($id: String!) { trainingSetJob(id: $id) { status error } }';
    const { trainingSetJob } = await graphql<JobAnswer>(url, query, { id });
    if (trainingSetJob.status === 'SUCCEEDED') return;
    if (trainingSetJob.error !== null) throw new Error(trainingSetJob.error);
    await setTimeout(100);
  }
}
