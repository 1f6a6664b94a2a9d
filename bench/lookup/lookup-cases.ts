import type { Target } from '../support/rounds.js';
import type { FilledFeatureSet } from './feature-store.js';
import { requestBodies } from './request-bodies.js';

/** Targets that take turns with one baseline. */
export interface LookupCase {
  readonly title: string;
  readonly baseline: Target;
  readonly contenders: readonly {
    readonly work: string;
    /** The least share of the baseline's throughput; none for information only. */
    readonly bar?: number;
    readonly target: Target;
  }[];
}

interface Store {
  readonly wide: FilledFeatureSet;
  readonly tenth: FilledFeatureSet;
  readonly parts: readonly FilledFeatureSet[];
}

// Variables, so that the parsed document is found in Apollo's cache.
const VALUES = `query Lookup($features: [Ref!]!, $entities: EntityKeys!) {
  onlineFeatures(features: $features, entities: $entities) { values }
}`;
const VALUES_AND_STATUSES = VALUES.replace('{ values }', '{ values statuses eventTimes readAt }');

/** Callers of a busy service, whose lookups share statements. */
const MANY_CONNECTIONS = 64;

/** Everything that performance.md asks of lookups. */
export function lookupCases(ours: string, floor: string, { wide, tenth, parts }: Store): LookupCase[] {
  const graphql = (sets: readonly FilledFeatureSet[], keys: number, query = VALUES): Target => ({
    url: `${ours}/graphql`,
    bodies: bodiesOf(sets, keys, (features, entities) => ({ query, variables: { features, entities } })),
  });
  const http = (
    sets: readonly FilledFeatureSet[],
    keys: number,
    include?: readonly string[],
    connections?: number,
  ): Target => ({
    url: `${ours}/v1/features`,
    bodies: bodiesOf(sets, keys, (features, entities) => ({ features, entities, include }), connections),
  });
  const floorRoute = (path: string, keys: number, connections?: number): Target => ({
    url: `${floor}${path}`,
    bodies: requestBodies(wide.keys, keys, (chosen) => ({ keys: chosen.map((key) => `[${key}]`) }), connections),
  });

  const busy: LookupCase = {
    title: `1 key × 50, ${MANY_CONNECTIONS} connections`,
    baseline: floorRoute('/wide', 1, MANY_CONNECTIONS),
    contenders: [
      {
        work: `HTTP lookup, 1 key × 50, ${MANY_CONNECTIONS} connections`,
        bar: 1.5,
        target: http([wide], 1, [], MANY_CONNECTIONS),
      },
    ],
  };
  const alike = [1, 100].flatMap((keys): LookupCase[] => {
    const size = `${keys} ${keys === 1 ? 'key' : 'keys'} × 50`;
    return [
      {
        title: `${size}, one feature set`,
        baseline: floorRoute('/wide', keys),
        contenders: [
          { work: `GraphQL lookup, ${size}`, bar: keys === 1 ? 0.75 : 0.9, target: graphql([wide], keys) },
          { work: `GraphQL lookup, ${size}, statuses and times`, target: graphql([wide], keys, VALUES_AND_STATUSES) },
          { work: `HTTP lookup, ${size}`, bar: keys === 1 ? 1.2 : 1, target: http([wide], keys, []) },
          { work: `HTTP lookup, ${size}, statuses and times`, target: http([wide], keys) },
        ],
      },
      {
        title: `${size}, five feature sets`,
        baseline: floorRoute('/parts', keys),
        contenders: [
          { work: `GraphQL lookup, ${size} over 5 sets`, bar: 0.85, target: graphql(parts, keys) },
          { work: `HTTP lookup, ${size} over 5 sets`, bar: 0.85, target: http(parts, keys, []) },
        ],
      },
      {
        title: `${size}, one set in two roles`,
        baseline: http([wide], 2 * keys, []),
        // 1.3 × the time for the same number of keys.
        contenders: [{ work: `HTTP lookup, ${size} in two roles`, bar: 0.77, target: inTwoRoles(ours, wide, keys) }],
      },
      {
        title: `${size}, ten times the store`,
        baseline: graphql([tenth], keys),
        contenders: [
          // 1.5 × the time is two thirds of the throughput.
          { work: `GraphQL lookup, ${size}, 10 × the keys`, bar: 0.67, target: graphql([wide], keys) },
        ],
      },
    ];
  });
  return [busy, ...alike];
}

/** Two rows of one set for each entity, one in each role. */
function inTwoRoles(ours: string, { name, keys: storeKeys }: FilledFeatureSet, keys: number): Target {
  const features = [`${name}:*~payer`, `${name}:*~payee`];
  const bodies = requestBodies(storeKeys, 2 * keys, (chosen) => ({
    features,
    entities: chosen.slice(0, keys).map((payer, index) => ({ payer, payee: chosen[keys + index] })),
    include: [],
  }));
  return { url: `${ours}/v1/features`, bodies };
}

function bodiesOf(
  sets: readonly FilledFeatureSet[],
  keys: number,
  write: (features: readonly string[], entities: readonly object[]) => object,
  connections?: number,
): string[][] {
  const features = sets.map(({ name }) => `${name}:*`);
  return requestBodies(
    sets[0]?.keys ?? 0,
    keys,
    (chosen) =>
      write(
        features,
        chosen.map((user_id) => ({ user_id })),
      ),
    connections,
  );
}
