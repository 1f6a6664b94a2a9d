import { createHash } from 'node:crypto';
import { cut, freeName } from '../reading/names.js';
import { Report } from '../reading/report.js';
import type { TakenEdge, TakenNode } from './graph.js';
import type { ProvNode, ProvRelation } from './reading/words.js';

const LONGEST = 20_000;
const LONGEST_OWNER = 500;

/** What other tools told of: an entity is one state of a dataset of its own, or of the one that it specialises; an activity is a run. */
export function foreignNode(node: ProvNode, experiment: string, report: Report | undefined): TakenNode {
  const told = report ?? new Report();
  return node.section === 'activity' ? runOf(node, experiment, told) : versionOf(node, told);
}

/** What a relation is in which others had a word; an agent is who answers. */
export function foreignEdge({ name, made, from, attributes }: ProvRelation, report: Report): TakenEdge | undefined {
  if (name === 'wasAttributedTo' || name === 'wasAssociatedWith') return undefined;
  if (name === 'specializationOf' && from.section === undefined) return undefined;
  const [role] = attributes.get('prov:role') ?? [];
  const edge = { from: from.n, to: made.n, attributes: role === undefined ? {} : { role: role.slice(0, 250) } };
  if (made.section === 'activity' && from.section === 'entity' && name !== 'hadPlan') return { ...edge, kind: 'INPUT' };
  if (made.section === 'entity' && from.section === 'activity') return { ...edge, kind: 'OUTPUT' };
  if (made.section === 'entity' && from.section === 'entity' && name !== 'hadMember' && name !== 'alternateOf')
    return { ...edge, kind: 'DERIVED_FROM', attributes: {} };
  report.skip(`${name} of ${made.uri}`, WHY[name] ?? 'there is no such edge here');
  return undefined;
}

/** Says which relations are left out whatever their ends are. */
export function tellOthers(others: ReadonlyMap<string, number>, report: Report): void {
  for (const [name, count] of others) report.skip(`${count} × ${name}`, WHY[name] ?? 'one of its ends is unknown');
}

const WHY: Readonly<Record<string, string>> = {
  wasInformedBy: 'what one run tells another is what it made and the other read',
  hadPlan: 'a plan is no data that a run reads',
  hadMember: 'a dataset has no members here',
  alternateOf: 'two states of data are the same where their digests are',
  actedOnBehalfOf: 'who acts for whom is not told here',
};

function versionOf(node: ProvNode, report: Report): TakenNode {
  const { uri, attributes, general = uri } = node;
  const facts = [...attributes].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const [location] = attributes.get('prov:location') ?? attributes.get('prov:atLocation') ?? [];
  return {
    ...shared(node, report),
    kind: 'DATASET_VERSION',
    name: freeName(uri, general, report),
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

function runOf(node: ProvNode, experiment: string, report: Report): TakenNode {
  const { uri, attributes } = node;
  const [start, end] = ['prov:startTime', 'prov:endTime'].map((name) => timeIn(uri, attributes.get(name)?.[0], report));
  return {
    ...shared(node, report),
    kind: 'RUN',
    name: freeName(uri, attributes.get('prov:label')?.[0] ?? (localPart(uri) || uri), report),
    definition: { type: 'TRANSFORM', experiment },
    // PROV tells of what has been.
    status: 'SUCCEEDED',
    startedAt: start ?? end ?? null,
    endedAt: end ?? start ?? null,
  };
}

function shared({ n, uri, attributes, owner }: ProvNode, report: Report) {
  const tags = new Map<string, string>();
  for (const [name, values] of attributes)
    if (!/^prov:(?:label|startTime|endTime)$/.test(name) && name.length <= 128) tags.set(name, values.join(', '));
  if (tags.size > 90) report.note(uri, `of its ${tags.size} attributes the first 90 are kept`);
  return {
    n,
    uri,
    version: undefined,
    toldAs: null,
    runId: undefined,
    description: cut(attributes.get('prov:label')?.[0], LONGEST),
    owner: cut(owner?.isUri === true ? localPart(owner.text) || owner.text : owner?.text, LONGEST_OWNER),
    tags: new Map([...tags].slice(0, 90)),
  };
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
