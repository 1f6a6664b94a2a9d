import type { HeadwaterClient } from '@headwater/client';
import { graphql, type ResultOf, type VariablesOf } from '@headwater/client/documents';
import { ServiceError } from '@headwater/client/errors';

const START = graphql(`mutation ($input: StartRunInput!) {
  startRun(input: $input) { created run { id status experiment { name } } } }`);

type NewRun = VariablesOf<typeof START>['input'];

/**
 * Begins the run of a key, or finds it. One that is there keeps its type, and the experiment that it is in, whatever that is called by now where it came
 * from: it has been renamed there, and the run is no other.
 */
export async function beginRun(client: HeadwaterClient, input: NewRun): Promise<ResultOf<typeof START>['startRun']> {
  try {
    return (await client.graphql(START, { input })).startRun;
  } catch (error) {
    const there = whatItIs(error);
    if (there === undefined) throw error;
    return (await client.graphql(START, { input: { ...input, ...there } })).startRun;
  }
}

/** What the run of that key is, where the service has refused to take it for another one. */
function whatItIs(error: unknown): Pick<NewRun, 'type' | 'experiment'> | undefined {
  if (!(error instanceof ServiceError) || error.code !== 'CONFLICT') return undefined;
  return error.errors[0]?.extensions.expected as Pick<NewRun, 'type' | 'experiment'> | undefined;
}
