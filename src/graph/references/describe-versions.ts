import type { Queryable } from '../../platform/database/queryable.js';
import { likeNames, listNames } from '../../platform/text/did-you-mean.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { describeTombstone } from '../nodes/lifecycle/tombstone.js';
import { findNewestDeletedVersion } from '../nodes/lifecycle/tombstone.sql.js';
import { SHOWN_VERSIONS, selectVersioned } from './versions.sql.js';

/** What there is of a thing whose name is right: its versions and aliases, in words, and those that may be meant. */
export interface KnownVersions {
  readonly sentence: string;
  readonly suggestions: readonly string[];
}

/** Undefined where nothing is called so, or what is has no versions of the wanted kinds. */
export async function describeVersions(
  db: Queryable,
  kinds: KindRegistry,
  wanted: { readonly project: string; readonly kinds: readonly NodeKind[] },
  { base, version }: { readonly base: string; readonly version: string | undefined },
): Promise<KnownVersions | undefined> {
  const versionKinds = new Map(
    wanted.kinds.flatMap((kind) => {
      const { versionOf } = kinds.of(kind);
      return versionOf === undefined ? [] : [[versionOf, kind] as const];
    }),
  );
  const [found] = await selectVersioned(db, wanted.project, base, [...versionKinds.keys()]);
  const versionKind = found === undefined ? undefined : versionKinds.get(found.kind);
  if (found === undefined || versionKind === undefined) return undefined;
  if (found.versions.length === 0) return { sentence: await withoutVersions(db, base, found.id), suggestions: [] };
  const aliases = (await kinds.of(versionKind).listAliases?.(db, found.id)) ?? [];
  const isAlias = version !== undefined && /^[a-z]/.test(version);
  const named = aliases.length > 0 ? ` and the aliases ${listNames(aliases)}` : isAlias ? ' and no alias' : '';
  const meant = isAlias ? likeNames(version, aliases) : [];
  return {
    sentence: `${base} has ${describeNumbers(found.versions)}${named}.`,
    suggestions: meant.map((alias) => `${base}@${alias}`),
  };
}

async function withoutVersions(db: Queryable, name: string, id: string): Promise<string> {
  const last = await findNewestDeletedVersion(db, id);
  return last === undefined
    ? `${name} has no version.`
    : `${name} has no version any more: ${describeTombstone(last)}.`;
}

/** `the versions 1 to 3 and 5`, from the newest versions, newest first. */
export function describeNumbers(newestFirst: readonly number[]): string {
  const numbers = [...newestFirst].reverse();
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return 'no version';
  if (numbers.length === 1) return `only the version ${last}`;
  const newest = numbers.length === SHOWN_VERSIONS && first > 1 ? 'as its newest versions' : 'the versions';
  const spans: string[] = [];
  for (let from = 0, to = 0; from < numbers.length; from = to + 1) {
    to = from;
    while (to + 1 < numbers.length && numbers[to + 1] === (numbers[to] ?? 0) + 1) to++;
    const joint = to === from + 1 ? ' and ' : ' to ';
    spans.push(to === from ? `${numbers[from]}` : `${numbers[from]}${joint}${numbers[to]}`);
  }
  return `${newest} ${spans.join(', ')}`;
}
