import type { GraphqlClient } from '../service/graphql-client.js';

export interface SeededFeature {
  readonly name: string;
  readonly type: string;
  readonly allowNonFinite?: boolean;
  readonly defaultValue?: unknown;
}

export interface FeatureSetSeed {
  readonly name: string;
  readonly entity?: string;
  readonly joinKeys?: readonly { name: string; type: string }[];
  readonly features: readonly SeededFeature[];
  readonly ttlSeconds?: number;
}

/** Defines the entity if need be, and publishes a feature set; gives the label of its version. */
export async function seedFeatureSet(app: GraphqlClient, seed: FeatureSetSeed): Promise<string> {
  const { entity = 'airport', joinKeys = [{ name: 'airport', type: 'STRING' }], ...set } = seed;
  const { publishFeatureSet } = await app.graphql<{ publishFeatureSet: { featureSetVersion: { label: string } } }>(
    `mutation ($entity: DefineEntityInput!, $set: PublishFeatureSetInput!) {
       defineEntity(input: $entity) { created }
       publishFeatureSet(input: $set) { featureSetVersion { label } }
     }`,
    { entity: { name: entity, joinKeys }, set: { ...set, entity } },
  );
  return publishFeatureSet.featureSetVersion.label;
}

export interface WriteCounts {
  readonly written: number;
  readonly late: number;
  readonly unchanged: number;
}

/** Writes feature rows through the public API. */
export async function writeRows(app: GraphqlClient, featureSet: string, rows: readonly object[]): Promise<WriteCounts> {
  const { writeFeatures } = await app.graphql<{ writeFeatures: WriteCounts }>(WRITE_FEATURES, {
    input: { featureSet, rows },
  });
  return writeFeatures;
}

export const WRITE_FEATURES = `mutation ($input: WriteFeaturesInput!) {
  writeFeatures(input: $input) { written late unchanged }
}`;

export interface FeatureTableAnswer {
  readonly columns: readonly { ref: string }[];
  readonly entities: readonly object[];
  readonly values: readonly (readonly unknown[])[];
  readonly statuses: readonly (readonly string[])[];
  readonly eventTimes: readonly (readonly (string | null)[])[];
  readonly ages: readonly (readonly (number | null)[])[];
  readonly readAt: string;
}

export const ONLINE_FEATURES = `query ($features: [Ref!]!, $entities: EntityKeys!, $onExpired: ExpiredPolicy! = VALUE, $int64: Int64Format! = NUMBER) {
  onlineFeatures(features: $features, entities: $entities, onExpired: $onExpired, int64: $int64) {
    columns { ref } entities values statuses eventTimes ages readAt
  }
}`;

/** Looks features up through GraphQL. */
export async function lookUp(
  app: GraphqlClient,
  features: readonly string[],
  entities: unknown,
  options: { onExpired?: string; int64?: string } = {},
): Promise<FeatureTableAnswer> {
  const { onlineFeatures } = await app.graphql<{ onlineFeatures: FeatureTableAnswer }>(ONLINE_FEATURES, {
    features,
    entities,
    ...options,
  });
  return onlineFeatures;
}
