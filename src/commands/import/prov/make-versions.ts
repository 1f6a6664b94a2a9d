import { graphql } from '@headwater/client/documents';
import { originOf } from '../origin.js';
import type { TakenNode } from './graph.js';
import { type Made, type Making, wordsOf } from './making.js';
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

export async function makeDatasetVersion(making: Making, node: TakenNode): Promise<Made> {
  const { digest, location, columns, rowCount, byteCount } = node.definition;
  return once(making, node, 'DATASET_VERSION', digest as string, async (words) => {
    const { registerDatasetVersion } = await making.client.graphql(DATASET, {
      input: {
        ...words,
        dataset: node.name,
        digest: digest as string,
        location: location as string,
        columns: columns as [],
        rowCount: (rowCount ?? null) as null,
        byteCount: (byteCount ?? null) as null,
        run: runOf(making, node),
        derivedFrom: sourcesOf(making, node, 'DERIVED_FROM'),
      },
    });
    return registerDatasetVersion;
  });
}

export async function makeFeatureSetVersion(making: Making, node: TakenNode): Promise<Made> {
  const { features, ...rest } = node.definition as { features: { name: string }[] };
  const set = parentOf(making, node, 'FEATURE_SET');
  const entity = set && parentOf(making, set, 'ENTITY');
  if (entity === undefined) {
    making.report.skip(`feature set version ${node.name}`, 'the document does not have its entity');
    return { id: undefined, created: false };
  }
  const edges = making.into(node.uri).filter(({ kind }) => kind === 'SOURCE');
  const sourcesOfFeature = (name: string) =>
    edges.flatMap(({ from, attributes }) => {
      const dataset = making.ids.get(from);
      const columns = (attributes.columns as Record<string, string[]> | undefined)?.[name];
      return dataset === undefined || columns === undefined ? [] : [{ dataset, columns }];
    });
  return once(making, node, 'FEATURE_SET_VERSION', undefined, async (words) => {
    const { publishFeatureSet } = await making.client.graphql(FEATURE_SET, {
      input: {
        ...words,
        ...rest,
        name: node.name,
        entity: entity.name,
        features: features.map((feature) => ({ ...feature, sources: sourcesOfFeature(feature.name) })) as [],
      },
    });
    return publishFeatureSet;
  });
}

export function makeFeatureServiceVersion(making: Making, node: TakenNode): Promise<Made> {
  return once(making, node, 'FEATURE_SERVICE_VERSION', undefined, async (words) => {
    const input = { ...words, name: node.name, features: await signatureOf(making, node) };
    return (await making.client.graphql(FEATURE_SERVICE, { input })).defineFeatureService;
  });
}

export function makeModelVersion(making: Making, node: TakenNode): Promise<Made> {
  const { artifact, metrics, requestInputs } = node.definition;
  const derivations = making.into(node.uri).filter(({ kind }) => kind === 'DERIVED_FROM');
  const service = derivations.find(({ from }) => making.graph.nodes.get(from)?.kind === 'FEATURE_SERVICE_VERSION');
  const serviceId = service && making.ids.get(service.from);
  return once(making, node, 'MODEL_VERSION', undefined, async (words) => {
    const { registerModelVersion } = await making.client.graphql(MODEL, {
      input: {
        ...words,
        model: node.name,
        artifact: artifact as { uri: string; digest: string },
        metrics: metrics as [],
        requestInputs: requestInputs as [],
        ...(serviceId === undefined ? { signature: await signatureOf(making, node) } : { service: serviceId }),
        run: runOf(making, node),
        trainedOn: sourcesOf(making, node, 'TRAINED_ON'),
        derivedFrom: sourcesOf(making, node, 'DERIVED_FROM').filter((id) => id.startsWith('model_version_')),
      },
    });
    return registerModelVersion;
  });
}

type Words = ReturnType<typeof wordsOf> & { readonly origin: string };

/** The version that an import before has made, or another one. */
async function once(
  { versions }: Making,
  node: TakenNode,
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

function parentOf({ graph, into }: Making, { uri }: TakenNode, kind: string): TakenNode | undefined {
  return into(uri)
    .map(({ from }) => graph.nodes.get(from))
    .find((each) => each?.kind === kind);
}

function sourcesOf({ ids, into }: Making, { uri }: TakenNode, kind: string): string[] {
  return into(uri).flatMap((edge) => (edge.kind === kind ? (ids.get(edge.from) ?? []) : []));
}

function runOf(making: Making, node: TakenNode): string | null {
  return sourcesOf(making, node, 'OUTPUT')[0] ?? null;
}

interface SignedFeature {
  readonly name: string;
  readonly role?: string | null;
  readonly position: number;
}

/** The features that edges of a signature hold, each in its place. */
async function signatureOf({ client, ids, into }: Making, { uri }: TakenNode): Promise<string[]> {
  const all: { readonly position: number; readonly ref: string }[] = [];
  for (const { from, kind, attributes } of into(uri)) {
    const id = ids.get(from);
    if (kind !== 'SIGNATURE' || id === undefined) continue;
    const label = (await client.graphql(LABEL, { id })).node?.label ?? id;
    for (const { name, role, position } of (attributes.features ?? []) as SignedFeature[])
      all.push({ position, ref: `${label}:${name}${role ? `~${role}` : ''}` });
  }
  return all.toSorted((one, other) => one.position - other.position).map(({ ref }) => ref);
}
