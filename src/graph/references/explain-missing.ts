import type { Queryable } from '../../platform/database/queryable.js';
import { type HeadwaterError, notFound } from '../../platform/errors.js';
import { didYouMean } from '../../platform/text/did-you-mean.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { formatName, quoteName } from '../names/format-ref.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { describeTombstone, tombstoneDetails } from '../nodes/lifecycle/tombstone.js';
import { selectTombstones, selectTombstonesByLabel, type Tombstone } from '../nodes/lifecycle/tombstone.sql.js';
import { toPublicId } from '../nodes/node-id.js';
import { describeVersions } from './describe-versions.js';
import { findByAlias } from './find-by-alias.js';
import { selectUnlabelled } from './near-names.sql.js';
import type { ParsedReference } from './parse-reference.js';
import { type Candidate, selectByLabel } from './references.sql.js';
import { namedKinds, suggestNames } from './suggest-names.js';

/** A reference that names nothing of the wanted kinds. */
export interface Missing {
  readonly project: string;
  readonly reference: ParsedReference;
  readonly wanted: readonly NodeKind[];
  /** What it names instead: deleted nodes, or nodes of other kinds. */
  readonly candidates: readonly Candidate[];
}

/** One thing to say about a missing node, and what may have been meant. */
interface Hint {
  readonly sentence: string;
  readonly suggestions?: readonly string[];
  readonly details?: object;
}

/**
 * The NOT_FOUND error for a reference: who deleted what it named, what else is called so, which versions and aliases there
 * are, or which names are near. Costs a few statements on few rows, however large the project is.
 */
export async function explainMissing(db: Queryable, kinds: KindRegistry, missing: Missing): Promise<HeadwaterError> {
  const { project, reference, wanted } = missing;
  const hints: Hint[] = [];
  for (const look of [deletedHint, otherKindHint, versionsHint, nearHint]) {
    // Other names don't matter where this one is known.
    if (look === nearHint && hints.length > 0) break;
    const hint = await look(db, kinds, missing);
    if (hint !== undefined) hints.push(hint);
  }
  const suggestions = hints.flatMap((hint) => hint.suggestions ?? []);
  const kindNames = wanted.length === kinds.names.length ? 'node of any kind' : wanted.join(' or ');
  const sentences = hints.map(({ sentence }) => (sentence === '' ? '' : ` ${sentence}`)).join('');
  return notFound(
    `No ${kindNames} ${inQuotes(reference.text)} in project ${quoteName(project)}.${sentences}${didYouMean(suggestions)}`,
    {
      found: reference.text,
      expected: wanted,
      ...(suggestions.length > 0 && { suggestions }),
      ...Object.assign({}, ...hints.map(({ details }) => details)),
    },
  );
}

async function deletedHint(db: Queryable, kinds: KindRegistry, missing: Missing): Promise<Hint | undefined> {
  const tombstone = await findTombstone(db, kinds, missing);
  if (tombstone === undefined) return undefined;
  const sentence = `${describeTombstone(tombstone)}.`;
  return { sentence, details: tombstoneDetails(tombstone) };
}

async function findTombstone(
  db: Queryable,
  kinds: KindRegistry,
  { project, reference, wanted, candidates }: Missing,
): Promise<Tombstone | undefined> {
  const gone = candidates.filter(({ deleted }) => deleted).map(({ id }) => id);
  if (gone.length > 0) return (await selectTombstones(db, gone))[0];
  if (reference.form !== 'name') return undefined;
  const found = await selectTombstonesByLabel(db, project, [reference.label]);
  const fits = (kind: NodeKind) => wanted.includes(kind) || namedKinds(kinds, wanted).includes(kind);
  return found.find(({ kind }) => fits(kind)) ?? (candidates.length === 0 ? found[0] : undefined);
}

async function otherKindHint(
  db: Queryable,
  kinds: KindRegistry,
  { project, reference, wanted, candidates }: Missing,
): Promise<Hint | undefined> {
  if (reference.form === 'id') {
    const other = candidates.find(({ deleted }) => !deleted);
    return other && { sentence: `There is ${a(other.kind)} with that id, which doesn't fit here.` };
  }
  if (reference.form !== 'name') return undefined;
  const named = candidates.length > 0 ? candidates : await selectByLabel(db, project, [reference.base]);
  const other = named.find(({ deleted, exact }) => !deleted && exact);
  if (other === undefined || namedKinds(kinds, wanted).includes(other.kind)) return undefined;
  const name = candidates.length > 0 ? 'of that name' : inQuotes(reference.base);
  return { sentence: `There is ${a(other.kind)} ${name}, which doesn't fit here.` };
}

function a(kind: NodeKind): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

async function versionsHint(
  db: Queryable,
  kinds: KindRegistry,
  { project, reference, wanted }: Missing,
): Promise<Hint | undefined> {
  if (reference.form !== 'name') return undefined;
  return describeVersions(db, kinds, { project, kinds: wanted }, reference);
}

async function nearHint(
  db: Queryable,
  kinds: KindRegistry,
  { project, reference, wanted }: Missing,
): Promise<Hint | undefined> {
  if (reference.form !== 'name') return { sentence: 'No node of the project has that id.' };
  const { base, name, version } = reference;
  const unlabelled = await selectUnlabelled(db, project, wanted, name);
  const ids = unlabelled.map(({ kind, id }) => toPublicId(kind, id));
  if (ids.length > 0) return { sentence: `A ${unlabelled[0]?.kind} is named by its id.`, suggestions: ids };
  const broken = brokenId(base, kinds);
  if (broken !== undefined) return { sentence: broken };
  const { near, others } = await suggestNames(db, kinds, { project, kinds: wanted }, name);
  const sentence = others.length === 0 ? '' : `There are ${others.map(inQuotes).join(', ')}.`;
  return { sentence, suggestions: version === undefined ? near : await withVersion(db, kinds, project, near, version) };
}

/** `rain@3` for `rain`, where there is such a version; else `rain`. */
async function withVersion(
  db: Queryable,
  kinds: KindRegistry,
  project: string,
  names: readonly string[],
  version: string,
): Promise<string[]> {
  const versions = names.map((base) => ({ label: `${base}@${formatName(version)}`, base, version }));
  const labels = versions.map(({ label }) => label);
  const found = [...(await selectByLabel(db, project, labels)), ...(await findByAlias(db, kinds, project, versions))];
  const living = new Set(found.filter(({ deleted }) => !deleted).map(({ ref }) => ref));
  return versions.map(({ label, base }) => (living.has(label) ? label : base));
}

/** An id that lost or gained characters when it was copied. */
function brokenId(text: string, kinds: KindRegistry): string | undefined {
  const [, prefix, suffix] = /^([a-z_]+)_([0-9][0-9a-z]{19,39})$/.exec(text) ?? [];
  if (prefix === undefined || suffix === undefined || !kinds.has(prefix.toUpperCase())) return undefined;
  return suffix.length === 26
    ? 'It looks like an id, but some of its characters occur in none.'
    : `It looks like an id, but has ${suffix.length} characters after "${prefix}_", and an id has 26.`;
}
