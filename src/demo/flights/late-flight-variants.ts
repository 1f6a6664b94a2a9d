import type { SpinePeriod } from './flights.sql.js';
import { UNTIL } from './flights.sql.js';

/**
 * Training takes January and February, evaluation all of March: a split by time and not at random, because a model will only ever be asked about
 * flights after those it learnt from. What lands later than February isn't known when the model is made.
 */
export const HELD_OUT_START = '2001-03-01T00:00:00Z';

/** The first day only fills the windows. */
export const TRAINING_START = '2001-01-02T00:00:00Z';

export const TRAINING: SpinePeriod = { from: TRAINING_START, until: HELD_OUT_START, landed: true };
export const HELD_OUT: SpinePeriod = { from: HELD_OUT_START, until: UNTIL, landed: false };

/** The feature set in the two roles that it has for a flight. */
export const JOINED_FEATURES = ['airport_traffic:*~origin', 'airport_traffic:*~destination'] as const;

/** What a model reads. */
export interface Variant {
  readonly name: string;
  readonly description: string;
  /** In the order of the vector. */
  readonly features: readonly string[];
  /** What comes with the request, behind the features. */
  readonly requestInputs: readonly { readonly name: string; readonly type: 'FLOAT64' | 'INT64' }[];
}

const inRole = (role: string) =>
  ['departures_3h', 'mean_delay_3h', 'late_share_3h'].map((name) => `airport_traffic:${name}~${role}`);

export const ORIGIN: Variant = {
  name: 'origin',
  description: 'Late by more than 15 minutes? From the traffic of the airport of departure alone.',
  features: inRole('origin'),
  requestInputs: [],
};

export const BOTH_ENDS: Variant = {
  name: 'both-ends',
  description: 'Late by more than 15 minutes? From the traffic of both airports, the distance and the hour of the day.',
  features: [...inRole('origin'), ...inRole('destination')],
  requestInputs: [
    { name: 'distance_miles', type: 'FLOAT64' },
    { name: 'hour_of_day', type: 'INT64' },
  ],
};

/** The columns of a training set that make the vector: `airport_traffic:mean_delay_3h~origin` → `origin__mean_delay_3h`. */
export function vectorColumns({ features, requestInputs }: Variant): string[] {
  const joined = features.map((ref) => {
    const [, name = '', role = ''] = /:(\w+)~(\w+)$/.exec(ref) ?? [];
    return `${role}__${name}`;
  });
  return [...joined, ...requestInputs.map(({ name }) => name)];
}
