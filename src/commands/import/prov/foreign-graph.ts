import { createHash } from 'node:crypto';
import { cut, freeName } from '../reading/names.js';
import type { Report } from '../reading/report.js';
import type { ProvDocument, ProvNode } from './document.js';
import type { TakenEdge, TakenNode } from './graph.js';
import { isOwn } from './own-graph.js';

const LONGEST = 20_000;
const LONGEST_OWNER = 500;

/** What other tools told: an entity is one state of a dataset of its own, or of the one that it specialises; an activity is a run; an agent is who answers. */
export function foreignGraph(
  document: ProvDocument,
  experiment: string,
  report: Report,
): { readonly nodes: TakenNode[]; readonly edges: TakenEdge[] } {
  const owners = ownersOf(document);
  const general = generalOf(document);
  const nodes: TakenNode[] = [];
  const edges: TakenEdge[] = [];
  for (const node of document.nodes.values()) {
    if (isOwn(node) || node.section === 'agent' || general.only.has(node.uri)) continue;
    const owner = owners.get(node.uri) ?? null;
    if (node.section === 'activity') nodes.push(runOf(node, owner, experiment, report));
    else nodes.push(versionOf(node, owner, general.of.get(node.uri), report));
  }
  const sectionOf = (uri: string) => (general.only.has(uri) ? undefined : document.nodes.get(uri)?.section);
  for (const { name, made, from, attributes } of document.relations) {
    const [one, other] = [document.nodes.get(made), document.nodes.get(from)];
    if (one === undefined || other === undefined || (isOwn(one) && isOwn(other))) continue;
    const [to, source] = [sectionOf(made), sectionOf(from)];
    const [role] = attributes.get('prov:role') ?? [];
    const edge = { from, to: made, attributes: role === undefined ? {} : { role: role.slice(0, 250) } };
    if (
      name === 'wasAttributedTo' ||
      name === 'wasAssociatedWith' ||
      (name === 'specializationOf' && general.only.has(from))
    )
      continue;
    if (to === 'activity' && source === 'entity') edges.push({ ...edge, kind: 'INPUT' });
    else if (to === 'entity' && source === 'activity') edges.push({ ...edge, kind: 'OUTPUT' });
    else if (to === 'entity' && source === 'entity' && name !== 'hadMember')
      edges.push({ ...edge, kind: 'DERIVED_FROM', attributes: {} });
    else report.skip(`${name} of ${made}`, WHY[name] ?? 'there is no such edge here');
  }
  for (const [name, count] of document.others)
    report.skip(`${count} × ${name}`, WHY[name] ?? 'one of its ends is unknown');
  return { nodes, edges };
}

const WHY: Readonly<Record<string, string>> = {
  wasInformedBy: 'what one run tells another is what it made and the other read',
  hadMember: 'a dataset has no members here',
  alternateOf: 'two states of data are the same where their digests are',
  actedOnBehalfOf: 'who acts for whom is not told here',
};

function versionOf(node: ProvNode, owner: string | null, general: ProvNode | undefined, report: Report): TakenNode {
  const { uri, attributes } = node;
  const facts = [...attributes].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const [location] = attributes.get('prov:location') ?? attributes.get('prov:atLocation') ?? [];
  return {
    ...shared(node, owner, report),
    kind: 'DATASET_VERSION',
    name: freeName(uri, (general ?? node).uri, report),
    definition: {
      // PROV tells no digest: another description is another state.
      digest: `prov:${createHash('sha256')
        .update(JSON.stringify([uri, facts]))
        .digest('hex')}`,
      location: location || uri,
      columns: [],
    },
    status: undefined,
    startedAt: null,
    endedAt: null,
  };
}

function runOf(node: ProvNode, owner: string | null, experiment: string, report: Report): TakenNode {
  const { uri, attributes } = node;
  const [start, end] = ['prov:startTime', 'prov:endTime'].map((name) => timeIn(uri, attributes.get(name)?.[0], report));
  return {
    ...shared(node, owner, report),
    kind: 'RUN',
    name: freeName(uri, attributes.get('prov:label')?.[0] ?? (localPart(uri) || uri), report),
    definition: { type: 'TRANSFORM', experiment },
    // PROV tells of what has been.
    status: 'SUCCEEDED',
    startedAt: start ?? end ?? null,
    endedAt: end ?? start ?? null,
  };
}

function shared({ uri, attributes }: ProvNode, owner: string | null, report: Report) {
  const tags = new Map<string, string>();
  for (const [name, values] of attributes)
    if (!/^prov:(?:label|startTime|endTime)$/.test(name) && name.length <= 128) tags.set(name, values.join(', '));
  if (tags.size > 90) report.note(uri, `of its ${tags.size} attributes the first 90 are kept`);
  return {
    uri,
    version: undefined,
    description: cut(attributes.get('prov:label')?.[0], LONGEST),
    owner: cut(owner ?? undefined, LONGEST_OWNER),
    tags: new Map([...tags].slice(0, 90)),
  };
}

/** The first agent that something is attributed to, or that an activity is associated with. */
function ownersOf({ nodes, relations }: ProvDocument): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { name, made, from } of relations) {
    if ((name !== 'wasAttributedTo' && name !== 'wasAssociatedWith') || owners.has(made)) continue;
    owners.set(made, nodes.get(from)?.attributes.get('prov:label')?.[0] ?? (localPart(from) || from));
  }
  return owners;
}

/** What entities specialise. One of which nothing else is told is no state of data, but what others are states of. */
function generalOf({ nodes, relations }: ProvDocument): {
  readonly of: Map<string, ProvNode>;
  readonly only: Set<string>;
} {
  const of = new Map<string, ProvNode>();
  const only = new Set<string>();
  for (const { name, made, from } of relations) {
    const node = nodes.get(from);
    if (name !== 'specializationOf' || node === undefined || isOwn(node)) continue;
    only.add(from);
    of.set(made, node);
  }
  for (const { name, made, from } of relations) {
    if (name === 'wasAttributedTo') continue;
    only.delete(made);
    if (name !== 'specializationOf') only.delete(from);
  }
  for (const [made, node] of of) if (!only.has(node.uri)) of.delete(made);
  return { of, only };
}

function timeIn(uri: string, text: string | undefined, report: Report): string | undefined {
  if (text === undefined) return undefined;
  const zoned = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  const time = new Date(zoned);
  if (Number.isNaN(time.getTime()))
    throw new Error(`${uri} has the time ${JSON.stringify(text)}, which is none. Nothing was changed.`);
  if (zoned !== text) report.note(uri, `its time ${text} has no zone; it is taken for UTC`);
  return time.toISOString();
}

const localPart = (uri: string) => uri.split(/[#/:]/).at(-1) ?? '';
