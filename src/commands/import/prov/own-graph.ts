import { z } from 'zod';
import type { ProvDocument, ProvNode } from './document.js';
import type { TakenEdge, TakenNode } from './graph.js';

/** Whether Headwater wrote of this node. */
export const isOwn = ({ attributes }: ProvNode) => attributes.has('headwater:kind');

const named = z.looseObject({ name: z.string() });
/** What has to be there, so that nothing fails in the middle of what is written. */
const DEFINITIONS: Readonly<Record<string, z.ZodType>> = {
  DATASET_VERSION: z.looseObject({ digest: z.string(), location: z.string(), columns: z.array(named) }),
  ENTITY: z.looseObject({ joinKeys: z.array(named).min(1) }),
  FEATURE_SET_VERSION: z.looseObject({ features: z.array(named).min(1) }),
  MODEL_VERSION: z.looseObject({ artifact: z.looseObject({ uri: z.string(), digest: z.string() }) }),
  RUN: z.looseObject({ type: z.string() }),
};

/** A node as Headwater exported it. */
export function ownNode({ uri, attributes }: ProvNode, file: string): TakenNode {
  const one = (name: string) => attributes.get(name)?.[0];
  const version = one('headwater:version');
  const kind = one('headwater:kind') ?? '';
  const definition = objectIn(one('headwater:definition'), `${file}, ${uri}, its headwater:definition`);
  const problem = DEFINITIONS[kind]?.safeParse(definition).error?.issues[0];
  if (problem !== undefined)
    throw new Error(
      `${file}, ${uri}: the headwater:definition of a ${kind} is not as Headwater exports it: ${problem.path.join('.') || 'it'}: ${problem.message}. Nothing was changed.`,
    );
  return {
    uri,
    kind,
    name: one('headwater:name') ?? one('prov:label') ?? uri,
    version: version === undefined ? undefined : Number(version),
    description: one('headwater:description') ?? null,
    owner: one('headwater:owner') ?? null,
    tags: new Map(
      Object.entries(objectIn(one('headwater:tags'), `${file}, ${uri}, its headwater:tags`)).map(([key, value]) => [
        key,
        String(value),
      ]),
    ),
    definition,
    status: one('headwater:status'),
    startedAt: one('prov:startTime') ?? null,
    endedAt: one('prov:endTime') ?? null,
  };
}

const KIND = /(?:^|:)([A-Z_]+)$/;

/** The edges that Headwater exported: each relation between nodes of its own has the kind of its edge as its type. */
export function ownEdges({ nodes, relations }: ProvDocument, file: string): TakenEdge[] {
  const edges: TakenEdge[] = [];
  for (const { name, made, from, attributes } of relations) {
    const [one, other] = [nodes.get(made), nodes.get(from)];
    if (one === undefined || other === undefined || !isOwn(one) || !isOwn(other)) continue;
    const told = KIND.exec(attributes.get('prov:type')?.[0] ?? '')?.[1];
    const kind = told ?? (name === 'specializationOf' ? 'VERSION_OF' : name === 'hadMember' ? 'CHILD_OF' : undefined);
    if (kind === undefined) continue;
    // A collection comes before its members, though PROV names it first.
    const [to, source] = name === 'hadMember' ? [from, made] : [made, from];
    const place = `${file}, the ${name} of ${made}, its headwater:attributes`;
    edges.push({ from: source, to, kind, attributes: objectIn(attributes.get('headwater:attributes')?.[0], place) });
  }
  return edges;
}

function objectIn(text: string | undefined, place: string): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(
    `${place} is ${JSON.stringify(text.slice(0, 50))}; Headwater writes an object of JSON there. Nothing was changed.`,
  );
}
