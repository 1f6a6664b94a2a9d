import type { GraphqlClient } from '../support/service/graphql-client.js';

let names = 0;

/** A name that no set has yet. */
export const freshName = (of = 'set') => `${of}_${++names}`;

export const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;

/** Publishes a set about airports with these features; gives the label of its version. */
export async function publishSet(
  app: GraphqlClient,
  features: readonly object[],
  name = freshName(),
  more: object = {},
): Promise<string> {
  const { publishFeatureSet } = await app.graphql<{
    publishFeatureSet: { featureSetVersion: { label: string }; created: boolean };
  }>(
    `mutation ($set: PublishFeatureSetInput!) {
       defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }
       publishFeatureSet(input: $set) { featureSetVersion { label } created }
     }`,
    { set: { name, entity: 'airport', features, ...more } },
  );
  return publishFeatureSet.featureSetVersion.label;
}

/** A row about SEA. */
export const row = (values: object, hour = 1) => ({ airport: 'SEA', event_time: at(hour), ...values });
