import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import type { WalkedEdge } from '../../../graph/walks/walked.js';
import { Run } from '../../../runs/record/run.entity.js';
import { JOB } from '../job-kinds.js';
import type { ForeignName } from '../reading/lineage-event.js';
import { ExportNames, isRun } from './export-names.js';
import type { ExportedGraph } from './exported-graph.js';
import { definitionOf } from './node-definition.js';

type Attributes = Record<string, unknown>;

/*   flights@3 ──INPUT──▶ run ──OUTPUT──▶ traffic@2          used, wasGeneratedBy
 *   flights ──VERSION_OF──▶ flights@3                       specializationOf
 *   flights@3 ──SOURCE, SIGNATURE, …──▶ traffic@2           wasDerivedFrom
 *   job ──CHILD_OF──▶ run ◀──CHILD_OF── run                 wasAssociatedWith its plan, wasInformedBy  */

/** The words of PROV for an edge: the relation, and which part in it its ends play. */
function relationOf({ kind, src, dst }: WalkedEdge, isRun: (id: string) => boolean): readonly [string, string, string] {
  const [fromRun, toRun] = [isRun(src.id), isRun(dst.id)];
  if (kind === EdgeKind.INPUT && toRun && !fromRun) return ['used', 'prov:entity', 'prov:activity'];
  if (kind === EdgeKind.OUTPUT && fromRun && !toRun) return ['wasGeneratedBy', 'prov:activity', 'prov:entity'];
  if (fromRun && toRun) return ['wasInformedBy', 'prov:informant', 'prov:informed'];
  if (kind === EdgeKind.CHILD_OF && toRun && src.kind === JOB)
    return ['wasAssociatedWith', 'prov:plan', 'prov:activity'];
  // Only entities have the other relations.
  if (fromRun || toRun || src.kind === JOB || dst.kind === JOB)
    return ['wasInfluencedBy', 'prov:influencer', 'prov:influencee'];
  if (kind === EdgeKind.VERSION_OF) return ['specializationOf', 'prov:generalEntity', 'prov:specificEntity'];
  if (kind === EdgeKind.CHILD_OF) return ['hadMember', 'prov:collection', 'prov:entity'];
  if (kind === EdgeKind.SAME_AS) return ['alternateOf', 'prov:alternate1', 'prov:alternate2'];
  return ['wasDerivedFrom', 'prov:usedEntity', 'prov:generatedEntity'];
}

/** These have no attributes of their own in PROV. */
const BARE = new Set(['specializationOf', 'alternateOf', 'hadMember']);

const PREFIX = { headwater: 'urn:headwater:', user: 'urn:headwater:user:' };

/** A part of the graph in PROV-JSON, the W3C's words for where things come from: pieces of one JSON text. */
export function* provJson(
  { nodes, edges }: ExportedGraph,
  foreign: ReadonlyMap<string, ForeignName>,
): Generator<string> {
  yield `{"prefix":${JSON.stringify(PREFIX)}`;
  const all = [...nodes.values()];
  const names = new ExportNames(nodes, foreign);
  yield* section(
    'entity',
    all.filter((node) => !(node instanceof Run)).map((node) => entity(node, foreign.get(node.node.id))),
  );
  yield* section(
    'activity',
    all.filter(isRun).map((run) => activity(run, names.runId(run))),
  );
  yield* section('agent', [...new Set(all.map(({ createdBy }) => createdBy))].map(agent));
  yield* section('wasAttributedTo', all.filter((node) => !(node instanceof Run)).map(attribution));
  const isRunOf = (id: string) => nodes.get(id) instanceof Run;
  const relations = new Map<string, [string, Attributes][]>();
  for (const run of all.filter((node) => node instanceof Run)) add(relations, 'wasAssociatedWith', association(run));
  for (const edge of edges) {
    const [name, from, to] = relationOf(edge, isRunOf);
    add(relations, name, {
      [from]: idOf(edge.src.publicId),
      [to]: idOf(edge.dst.publicId),
      ...(!BARE.has(name) && { 'prov:type': idOf(edge.kind), ...detailsOf(edge) }),
    });
  }
  for (const [name, list] of relations) yield* section(name, list);
  yield '}\n';
}

function add(relations: Map<string, [string, Attributes][]>, name: string, attributes: Attributes): void {
  const list = relations.get(name) ?? [];
  relations.set(name, list);
  list.push([`_:${name}${list.length}`, attributes]);
}

function* section(name: string, entries: readonly (readonly [string, Attributes])[]): Generator<string> {
  if (entries.length === 0) return;
  yield `,${JSON.stringify(name)}:{`;
  for (const [index, [id, attributes]] of entries.entries())
    yield `${index === 0 ? '' : ','}${JSON.stringify(id)}:${JSON.stringify(attributes)}`;
  yield '}';
}

function entity(node: GraphNode, told: ForeignName | undefined): [string, Attributes] {
  const plan = node.kind === JOB && { 'prov:type': qualified('prov:Plan') };
  return [
    idOf(node.id),
    { ...sharedBy(node), ...plan, ...(told !== undefined && { 'headwater:toldAs': JSON.stringify(told) }) },
  ];
}

function activity(node: Run, runId: string): [string, Attributes] {
  const { startedAt, endedAt, status } = node;
  return [
    idOf(node.id),
    {
      ...(startedAt !== null && { 'prov:startTime': startedAt.toISOString() }),
      ...(endedAt !== null && { 'prov:endTime': endedAt.toISOString() }),
      ...sharedBy(node),
      'headwater:status': status,
      'headwater:runId': runId,
    },
  ];
}

function sharedBy(node: GraphNode): Attributes {
  const definition = definitionOf(node);
  return {
    'prov:label': node.label,
    'headwater:kind': node.kind,
    'headwater:name': node.name,
    ...(node.version !== null && { 'headwater:version': node.version }),
    'headwater:project': node.project,
    'headwater:createdAt': time(node.createdAt),
    ...(node.description !== null && { 'headwater:description': node.description }),
    ...(node.owner !== null && { 'headwater:owner': node.owner }),
    ...(node.tags.length > 0 && { 'headwater:tags': JSON.stringify(node.node.tags) }),
    ...(node.deletedAt !== null && { 'headwater:deletedAt': time(node.deletedAt) }),
    ...(definition !== undefined && { 'headwater:definition': JSON.stringify(definition) }),
  };
}

function agent(name: string): [string, Attributes] {
  return [userOf(name), { 'prov:label': name }];
}

function attribution(node: GraphNode, index: number): [string, Attributes] {
  return [`_:wasAttributedTo${index}`, { 'prov:entity': idOf(node.id), 'prov:agent': userOf(node.createdBy) }];
}

function association(run: GraphNode): Attributes {
  return { 'prov:activity': idOf(run.id), 'prov:agent': userOf(run.createdBy) };
}

/** What an edge holds, as the JSON that it is. */
function detailsOf({ attributes }: WalkedEdge): Attributes {
  return Object.keys(attributes ?? {}).length === 0 ? {} : { 'headwater:attributes': JSON.stringify(attributes) };
}

function idOf(id: string): string {
  return `headwater:${id}`;
}

/** Names may hold anything, ids may not. */
function userOf(name: string): string {
  return `user:${Buffer.from(name).toString('hex')}`;
}

function qualified(name: string): Attributes {
  return { $: name, type: 'prov:QUALIFIED_NAME' };
}

function time(at: Date): Attributes {
  return { $: at.toISOString(), type: 'xsd:dateTime' };
}
