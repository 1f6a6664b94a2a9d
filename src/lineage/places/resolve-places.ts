import { DATASET, DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { Graph } from '../../graph/graph.js';
import { formatName, type Member } from '../../graph/names/format-ref.js';
import { splitRef } from '../../graph/names/split-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { type MemberFinder, memberFinder } from './find-member.js';
import type { Place } from './place.js';

const WITH_MEMBERS = [DATASET_VERSION, FEATURE_SET_VERSION];

/** Finds the ids of nodes that references without members name, of some kinds or of any. */
type Resolve = (stems: readonly string[], kinds?: readonly NodeKind[]) => Promise<ReadonlyMap<string, string>>;

/**
 * The places that references mean, in order: nodes of any kind, columns (`flights@3:delay`, or of a dataset without versions those that edges tell of)
 * and features (`airport_traffic@2:mean_delay`). Throws BAD_USER_INPUT for what is malformed, names many or a role, and NOT_FOUND for what names nothing.
 */
export async function resolvePlaces(
  db: Queryable,
  graph: Graph,
  caller: Caller,
  refs: readonly string[],
): Promise<Place[]> {
  const resolve: Resolve = async (some, kinds) => {
    const stems = [...new Set(some)];
    if (stems.length === 0) return new Map();
    const found = await graph.references.resolveAll(db, caller.project, stems, kinds, { includeDeleted: true });
    return new Map(stems.map((stem, index) => [stem, found[index]?.id ?? '']));
  };
  const split = refs.map((ref) => splitMember(ref));
  const stemsOf = (hasMember: boolean) =>
    split.filter(({ member }) => (member !== undefined) === hasMember).map(({ stem }) => stem);
  const wholeIds = await resolve(stemsOf(false));
  const partIds = await resolveWithMembers(resolve, stemsOf(true));
  const nodes = await graph.nodes.load([...partIds.values()]);
  const finders = new Map<string, MemberFinder>();
  for (const [id, node] of nodes) finders.set(id, await memberFinder(db, node));
  const datasets = new Map<string, DatasetItself | undefined>();
  const places: Place[] = [];
  for (const { stem, member } of split) {
    if (member === undefined) {
      places.push({ id: wholeIds.get(stem) ?? '', member: null });
      continue;
    }
    const id = partIds.get(stem) ?? '';
    const find = finders.get(id);
    if (find === undefined) throw new Error(`${stem} was resolved, but not loaded`);
    const ofVersion = () => ({ id, member: find(member) });
    const ofDataset = async () => {
      // It may have very many columns, each of which is asked for.
      if (!datasets.has(stem)) datasets.set(stem, await datasetItself(db, graph, resolve, stem));
      return toldOf(datasets.get(stem), member);
    };
    // By its id a dataset is meant itself; by its name its newest version, but for a column that only others tell of.
    const isId = fromPublicId(stem, graph.kinds)?.kind === DATASET;
    places.push(isId ? ((await ofDataset()) ?? ofVersion()) : await either(ofVersion, ofDataset));
  }
  return places;
}

/** The first of two places that is there; the error is that of the first. */
async function either(first: () => Place, second: () => Promise<Place | undefined>): Promise<Place> {
  try {
    return first();
  } catch (error) {
    const found = await second();
    if (found === undefined) throw error;
    return found;
  }
}

/** A dataset, which may have versions, and the columns that edges tell of it. */
interface DatasetItself {
  readonly id: string;
  readonly find: MemberFinder;
}

async function datasetItself(
  db: Queryable,
  graph: Graph,
  resolve: Resolve,
  stem: string,
): Promise<DatasetItself | undefined> {
  const id = (await resolve([stem], [DATASET]).catch(() => undefined))?.get(stem);
  const node = id === undefined ? undefined : (await graph.nodes.load([id])).get(id);
  return id === undefined || node === undefined ? undefined : { id, find: await memberFinder(db, node) };
}

/** Undefined where nobody tells of such a column. */
function toldOf(dataset: DatasetItself | undefined, member: string): Place | undefined {
  try {
    return dataset && { id: dataset.id, member: dataset.find(member) };
  } catch {
    return undefined;
  }
}

/** The versions that are meant; a dataset that has none, but that others tell of, stands for itself. */
async function resolveWithMembers(resolve: Resolve, stems: readonly string[]): Promise<ReadonlyMap<string, string>> {
  try {
    return await resolve(stems, WITH_MEMBERS);
  } catch (error) {
    const ids = new Map<string, string>();
    for (const stem of new Set(stems)) {
      const found = await resolve([stem], WITH_MEMBERS).catch(() => resolve([stem], [DATASET]).catch(() => undefined));
      if (found === undefined) throw error;
      ids.set(stem, found.get(stem) ?? '');
    }
    return ids;
  }
}

export interface SplitMember {
  readonly stem: string;
  readonly member: string | undefined;
}

/** What is malformed is left whole, for whoever reads references: the error is theirs. */
export function splitMember(ref: string): SplitMember {
  const split = splitRef(ref, { roles: true });
  if (!split.ok || split.parts.member === undefined) return { stem: ref, member: undefined };
  const { member, role } = split.parts;
  if (role !== undefined)
    throw badInput(
      `${inQuotes(ref)} names a role; lineage is the same in all of them. Leave out ${inQuotes(`~${formatName(role)}`)}.`,
      { found: ref },
    );
  return { stem: split.stem, member: oneOf(member, ref) };
}

function oneOf(member: Member, ref: string): string {
  if (member !== 'ALL') return member.name;
  throw badInput(`${inQuotes(ref)} names many; name one of them, or leave out ":*" to mean the whole version.`, {
    found: ref,
  });
}
