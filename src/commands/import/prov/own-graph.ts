import { z } from 'zod';
import type { TakenEdge, TakenNode } from './graph.js';
import type { ProvNode, ProvRelation, RelationName } from './reading/words.js';

const named = z.looseObject({ name: z.string() });
/** What has to be there, so that nothing fails in the middle of what is written. */
const DEFINITIONS: Readonly<Record<string, z.ZodType>> = {
  DATASET_VERSION: z.looseObject({ digest: z.string(), location: z.string(), columns: z.array(named) }),
  ENTITY: z.looseObject({ joinKeys: z.array(named).min(1) }),
  FEATURE_SET_VERSION: z.looseObject({ features: z.array(named).min(1) }),
  MODEL_VERSION: z.looseObject({ artifact: z.looseObject({ uri: z.string(), digest: z.string() }) }),
  RUN: z.looseObject({ type: z.string() }),
};

const TOLD_AS = z.object({ namespace: z.string(), name: z.string() });

/** A node as Headwater exported it. */
export function ownNode({ n, uri, attributes }: ProvNode, file: string): TakenNode {
  const one = (name: string) => attributes.get(name)?.[0];
  const version = one('headwater:version');
  const kind = one('headwater:kind') ?? '';
  const definition = objectIn(one('headwater:definition'), `${file}, ${uri}, its headwater:definition`);
  const problem = DEFINITIONS[kind]?.safeParse(definition).error?.issues[0];
  if (problem !== undefined)
    throw new Error(
      `${file}, ${uri}: the headwater:definition of a ${kind} is not as Headwater exports it: ${problem.path.join('.') || 'it'}: ${problem.message}. Nothing was changed.`,
    );
  const toldAs = TOLD_AS.safeParse(objectIn(one('headwater:toldAs'), `${file}, ${uri}, its headwater:toldAs`)).data;
  return {
    n,
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
    toldAs: toldAs === undefined ? null : JSON.stringify(toldAs),
    runId: one('headwater:runId'),
  };
}

const KIND = /(?:^|:)([A-Z_]+)$/;

/** Of relations that have no type in PROV. */
const KINDS: Readonly<Partial<Record<RelationName, string>>> = {
  specializationOf: 'VERSION_OF',
  hadMember: 'CHILD_OF',
  alternateOf: 'SAME_AS',
};

/** The edge that Headwater exported as this relation, whose type says its kind. */
export function ownEdge({ name, made, from, attributes }: ProvRelation, file: string): TakenEdge | undefined {
  const told = KIND.exec(attributes.get('prov:type')?.[0] ?? '')?.[1];
  const kind = told ?? KINDS[name];
  if (kind === undefined) return undefined;
  // A collection comes before its members, though PROV names it first.
  const [to, source] = name === 'hadMember' ? [from, made] : [made, from];
  const place = `${file}, the ${name} of ${made.uri}, its headwater:attributes`;
  return { from: source.n, to: to.n, kind, attributes: objectIn(attributes.get('headwater:attributes')?.[0], place) };
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
