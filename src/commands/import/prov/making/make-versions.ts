import { graphql } from '@headwater/client/documents';
import { originOf } from '../../origin.js';
import { type Made, type Making, type ToMake, wordsOf } from './making.js';
import { ID_TAG, type VersionKind } from './versions-there.js';

const DATASET = graphql(`mutation ($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { created version: datasetVersion { id } } }`);
const FEATURE_SET = graphql(`mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created version: featureSetVersion { id } } }`);
const FEATURE_SERVICE = graphql(`mutation ($input: DefineFeatureServiceInput!) {
  defineFeatureService(input: $input) { created version: featureServiceVersion { id } } }`);
const MODEL = graphql(`mutation ($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { created version: modelVersion { id } } }`);
const LABEL = graphql('query ($id: ID!) { node(id: $id) { label } }');

export async function makeDatasetVersion(making: Making, one: ToMake): Promise<Made> {
  const { node } = one;
  const { digest, location, columns, rowCount, byteCount } = node.definition;
  return once(making, one, 'DATASET_VERSION', digest as string, async (words) => {
    const { registerDatasetVersion } = await making.client.graphql(DATASET, {
      input: {
        ...words,
        dataset: node.name,
        digest: digest as string,
        location: location as string,
        columns: columns as [],
        rowCount: (rowCount ?? null) as null,
        byteCount: (byteCount ?? null) as null,
        run: runOf(making, one),
        derivedFrom: sourcesOf(making, one, 'DERIVED_FROM'),
      },
    });
    return registerDatasetVersion;
  });
}

export async function makeFeatureSetVersion(making: Making, one: ToMake): Promise<Made> {
  const { node, into } = one;
  const { features, ...rest } = node.definition as { features: { name: string }[] };
  const set = into.find(({ source }) => source.kind === 'FEATURE_SET')?.from;
  const entity = set === undefined ? undefined : making.entities.get(set);
  if (entity === undefined) {
    making.report.skip(`feature set version ${node.name}`, 'the document does not have its entity');
    return { id: undefined, created: false };
  }
  const edges = into.filter(({ kind }) => kind === 'SOURCE');
  const sourcesOfFeature = (name: string) =>
    edges.flatMap(({ from, attributes }) => {
      const dataset = making.ids.get(from);
      const columns = (attributes.columns as Record<string, string[]> | undefined)?.[name];
      return dataset === undefined || columns === undefined ? [] : [{ dataset, columns }];
    });
  return once(making, one, 'FEATURE_SET_VERSION', undefined, async (words) => {
    const { publishFeatureSet } = await making.client.graphql(FEATURE_SET, {
      input: {
        ...words,
        ...rest,
        name: node.name,
        entity,
        features: features.map((feature) => ({ ...feature, sources: sourcesOfFeature(feature.name) })) as [],
      },
    });
    return publishFeatureSet;
  });
}

export function makeFeatureServiceVersion(making: Making, one: ToMake): Promise<Made> {
  const { node } = one;
  return once(making, one, 'FEATURE_SERVICE_VERSION', undefined, async (words) => {
    const input = { ...words, name: node.name, features: await signatureOf(making, one) };
    return (await making.client.graphql(FEATURE_SERVICE, { input })).defineFeatureService;
  });
}

export function makeModelVersion(making: Making, one: ToMake): Promise<Made> {
  const { node, into } = one;
  const { artifact, metrics, requestInputs } = node.definition;
  const derivations = into.filter(({ kind }) => kind === 'DERIVED_FROM');
  const service = derivations.find(({ source }) => source.kind === 'FEATURE_SERVICE_VERSION');
  const serviceId = service && making.ids.get(service.from);
  return once(making, one, 'MODEL_VERSION', undefined, async (words) => {
    const { registerModelVersion } = await making.client.graphql(MODEL, {
      input: {
        ...words,
        model: node.name,
        artifact: artifact as { uri: string; digest: string },
        metrics: metrics as [],
        requestInputs: requestInputs as [],
        ...(serviceId === undefined ? { signature: await signatureOf(making, one) } : { service: serviceId }),
        run: runOf(making, one),
        trainedOn: sourcesOf(making, one, 'TRAINED_ON'),
        derivedFrom: sourcesOf(making, one, 'DERIVED_FROM').filter((id) => id.startsWith('model_version_')),
      },
    });
    return registerModelVersion;
  });
}

type Words = ReturnType<typeof wordsOf> & { readonly origin: string };

/** The version that an import before has made, or another one. */
async function once(
  { versions }: Making,
  { node }: ToMake,
  kind: VersionKind,
  digest: string | undefined,
  register: (words: Words) => Promise<{ created: boolean; version: { id: string } | null }>,
): Promise<Made> {
  const known = await versions.find(kind, node.name, node.uri, digest);
  if (known !== undefined) return { id: known, created: false };
  const words = wordsOf(node);
  const { created, version } = await register({
    ...words,
    origin: originOf(`prov:${node.uri}`),
    tags: [...words.tags.slice(0, 99), { key: ID_TAG, value: node.uri }],
  });
  // Only of what is merely tried there is none.
  if (version === null) return { id: undefined, created };
  await versions.add(kind, node.name, node.uri, version.id);
  return { id: version.id, created };
}

function sourcesOf({ ids }: Making, { into }: ToMake, kind: string): string[] {
  return into.flatMap((edge) => (edge.kind === kind ? (ids.get(edge.from) ?? []) : []));
}

function runOf(making: Making, one: ToMake): string | null {
  return sourcesOf(making, one, 'OUTPUT')[0] ?? null;
}

interface SignedFeature {
  readonly name: string;
  readonly role?: string | null;
  readonly position: number;
}

/** The features that edges of a signature hold, each in its place. */
async function signatureOf({ client, ids }: Making, { into }: ToMake): Promise<string[]> {
  const all: { readonly position: number; readonly ref: string }[] = [];
  for (const { from, kind, attributes } of into) {
    const id = ids.get(from);
    if (kind !== 'SIGNATURE' || id === undefined) continue;
    const label = (await client.graphql(LABEL, { id })).node?.label ?? id;
    for (const { name, role, position } of (attributes.features ?? []) as SignedFeature[])
      all.push({ position, ref: `${label}:${name}${role ? `~${role}` : ''}` });
  }
  return all.toSorted((one, other) => one.position - other.position).map(({ ref }) => ref);
}
