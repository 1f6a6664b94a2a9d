import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { GraphqlClient, RequestAs } from '../../support/service/graphql-client.js';

export type FeatureGiven = { readonly name: string; readonly type: string } & Readonly<Record<string, unknown>>;

export const N: FeatureGiven = { name: 'n', type: 'INT64' };
export const M: FeatureGiven = { name: 'm', type: 'INT64' };

export const PUBLISH = `mutation ($set: PublishFeatureSetInput!) {
  publishFeatureSet(input: $set) {
    created featureSet { currentVersion { label } } featureSetVersion { label current }
    publication {
      version becomesCurrent because unpinnedLookups countedSince currentVersion { label }
      comparison { added removed compatible }
      trainingSets { label } modelVersions { label } deployments { label }
      trainingSetCount modelVersionCount deploymentCount
    }
  }
}`;

export const ACTIVATE = `mutation ($input: ActivateFeatureSetVersionInput!) {
  activateFeatureSetVersion(input: $input) {
    changed previous { label current } featureSetVersion { label current } featureSet { currentVersion { label } }
  }
}`;

export const BACKFILL = `mutation ($input: BackfillFeatureSetVersionInput!) {
  backfillFeatureSetVersion(input: $input) { read written cursor activated to { label current } }
}`;

export interface Published {
  readonly created: boolean;
  readonly featureSet: { readonly currentVersion: { readonly label: string } | null } | null;
  readonly featureSetVersion: { readonly label: string; readonly current: boolean } | null;
  readonly publication: {
    readonly version: number;
    readonly becomesCurrent: boolean;
    readonly because: string;
    readonly unpinnedLookups: number;
    readonly currentVersion: { readonly label: string } | null;
    readonly comparison: { readonly added: string[]; readonly removed: string[]; readonly compatible: boolean } | null;
    readonly trainingSets: { readonly label: string }[];
    readonly modelVersions: { readonly label: string }[];
    readonly deployments: { readonly label: string }[];
    readonly trainingSetCount: number;
    readonly modelVersionCount: number;
    readonly deploymentCount: number;
  } | null;
}

/** Publishes a set about airports. */
export async function publish(
  app: GraphqlClient,
  name: string,
  features: readonly FeatureGiven[],
  more: object = {},
): Promise<Published> {
  await app.graphql(
    'mutation { defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created } }',
  );
  const set = { name, entity: 'airport', features, ...more };
  return (await app.graphql<{ publishFeatureSet: Published }>(PUBLISH, { set })).publishFeatureSet;
}

export interface Activated {
  readonly changed: boolean;
  readonly previous: { readonly label: string; readonly current: boolean } | null;
  readonly featureSetVersion: { readonly label: string; readonly current: boolean };
}

export async function activate(app: GraphqlClient, input: object, as?: RequestAs): Promise<Activated> {
  return (await app.graphql<{ activateFeatureSetVersion: Activated }>(ACTIVATE, { input }, as))
    .activateFeatureSetVersion;
}

export interface Backfilled {
  readonly read: number;
  readonly written: number;
  readonly cursor: string | null;
  readonly activated: boolean;
}

export async function backfill(app: GraphqlClient, input: object): Promise<Backfilled> {
  return (await app.graphql<{ backfillFeatureSetVersion: Backfilled }>(BACKFILL, { input })).backfillFeatureSetVersion;
}

export interface ActivationSeen {
  readonly from: { readonly label: string } | null;
  readonly to: { readonly label: string };
  readonly cause: string;
  readonly forced: boolean;
  readonly reason: string | null;
  readonly activatedBy: string;
}

/** What became current, last first. */
export async function activationsOf(app: GraphqlClient, name: string): Promise<ActivationSeen[]> {
  const { featureSet } = await app.graphql<{ featureSet: { activations: { nodes: ActivationSeen[] } } }>(
    `query ($ref: Ref!) { featureSet(ref: $ref) {
       activations { nodes { from { label } to { label } cause forced reason activatedBy } } } }`,
    { ref: name },
  );
  return featureSet.activations.nodes;
}

/** What an unpinned reference means, asked in two ways that must agree. */
export async function currentOf(app: GraphqlClient, name: string): Promise<string | null> {
  const { featureSet, featureSetVersion } = await app.graphql<{
    featureSet: { currentVersion: { label: string } | null };
    featureSetVersion: { label: string } | null;
  }>(
    'query ($ref: Ref!) { featureSet(ref: $ref) { currentVersion { label } } featureSetVersion(ref: $ref) { label } }',
    {
      ref: name,
    },
  );
  const label = featureSet.currentVersion?.label ?? null;
  if (label !== (featureSetVersion?.label ?? null))
    throw new Error(`${label} is current, ${featureSetVersion?.label} is meant`);
  return label;
}

export const row = (airport: string, values: object, hour = 1) => ({
  airport,
  event_time: `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`,
  ...values,
});

/** Number of the row tables of a version. */
export async function storageOf(app: AppUnderTest, label: string): Promise<number> {
  const [found] = await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [label],
  );
  return found.storage;
}
