import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { Family, KnownVersion, Listed } from './listed-family.js';
import type { SeededRuns } from './seed-lists.js';

const FIELDS = 'id name owner description createdBy createdAt tags { key value }';

type Told<Version> = Omit<Listed<Version>, 'versions' | 'updated' | 'meant'>;

/** Both lists of a family as the API tells of them, node by node: what has versions, and these. */
export async function knownLists<Version extends KnownVersion>(
  app: AppUnderTest,
  { lists: [list], ofVersion, ofParent, isMeant }: Family<Version>,
  runs: SeededRuns,
): Promise<readonly [Listed<Version>[], Listed<Version>[]]> {
  const { list: told } = await app.graphql<{
    list: { nodes: (Told<Version> & { versions: { nodes: (Told<Version> & Version)[] } })[] };
  }>(
    `{ list: ${list}(first: 20) { nodes { ${FIELDS} ${ofParent} versions(first: 4) { nodes { ${FIELDS} version ${ofVersion} } } } } }`,
  );
  const updated = await lastChanges(
    app,
    told.nodes.flatMap(({ id, versions }) => [id, ...versions.nodes.map((version) => version.id)]),
  );
  const parents: Listed<Version>[] = [];
  const all: Listed<Version>[] = [];
  for (const { versions, ...node } of told.nodes) {
    const greatest = Math.max(...versions.nodes.map(({ version }) => version));
    const known = versions.nodes.map((version) => ({
      ...version,
      newest: version.version === greatest,
      madeBy: runs.madeBy.get(version.id),
      readBy: runs.readBy.get(version.id),
    }));
    const meant = known.find((version) => isMeant?.(version) ?? version.newest);
    parents.push({ ...node, versions: known, meant, updated: updated.get(node.id) ?? '' });
    for (const each of known) all.push({ ...each, versions: [each], meant: each, updated: updated.get(each.id) ?? '' });
  }
  return [parents, all];
}

async function lastChanges(app: AppUnderTest, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < ids.length; from += 10) {
    const part = ids.slice(from, from + 10);
    const fields = part.map(
      (id, at) => `c${at}: changes(of: ["${id}"], first: 1, order: NEWEST_FIRST) { nodes { at } }`,
    );
    const told = await app.graphql<Record<string, { nodes: { at: string }[] }>>(`{ ${fields.join(' ')} }`);
    for (const [at, id] of part.entries()) found.set(id, told[`c${at}`]?.nodes[0]?.at ?? '');
  }
  return found;
}
