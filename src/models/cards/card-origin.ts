import type { CardDataList, CardFacts } from './card.js';
import { some } from './card-sections.js';
import { list, table } from './markdown.js';

/** The vector that it is fed, place by place. */
export function features({ signature, version }: CardFacts): string {
  const places = [
    ...signature.map(({ position, ref, type, description }) => ({ position, cells: [ref, type, description ?? ''] })),
    ...version.requestInputs.map(({ position, name, type }) => ({
      position,
      cells: [name, type, 'comes with the request'],
    })),
  ].sort((a, b) => a.position - b.position);
  if (places.length === 0) return 'What it reads is not known.';
  const { named, more } = some(places);
  return (
    table(
      ['Place', 'Name', 'Type', 'What it is'],
      named.map(({ position, cells }) => [String(position), ...cells]),
    ) + more
  );
}

/** Where that comes from, and how fresh it is. */
export function featureSets({ featureSets: sets }: CardFacts): string {
  if (sets.length === 0) return '';
  const { named, more } = some(sets);
  const rows = named.map(({ label, sources, sourceCount, writtenAt, ttlSeconds }) => {
    const rest = sourceCount - sources.length;
    const from = [...sources, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
    return [
      label,
      from || 'not known',
      writtenAt?.toISOString() ?? 'never',
      ttlSeconds === null || ttlSeconds === 0 ? 'never' : `${ttlSeconds} s after its event`,
    ];
  });
  return table(['Feature set', 'Computed from', 'Last written by a run', 'A value expires'], rows) + more;
}

export function data({ seen, count }: CardDataList): string {
  if (count === 0) return 'Not known.';
  const { named, more } = some(seen, count);
  const rows = named.map(({ label, digest, rows: found, registeredAt, deleted }) => [
    deleted ? `${label} (deleted)` : label,
    digest ?? 'not pinned to a version',
    found === null ? 'not counted' : String(found),
    registeredAt.toISOString(),
  ]);
  return named.length === 0
    ? `${count} of projects that you may not see.`
    : table(['Data', 'Digest', 'Rows', 'Registered'], rows) + more;
}

export function derivation({ derivedFrom, derivedFromCount }: CardFacts): string {
  if (derivedFromCount === 0) return '';
  const { named, more } = some(derivedFrom, derivedFromCount);
  return `Derived from:\n\n${list(named)}${more}`;
}

/** How much there is upstream of each kind, and some of it by name. */
export function lineage({ upstream }: CardFacts): string {
  if (upstream.length === 0) return 'Nothing is known upstream of it.';
  const kinds = [...new Set(upstream.map(({ kind }) => kind))];
  return list(
    kinds.map((kind) => {
      const labels = upstream.filter((node) => node.kind === kind).map(({ label }) => label);
      const named = labels.slice(0, 10);
      const more = labels.length > named.length ? ` and ${labels.length - named.length} more` : '';
      return `${labels.length} ${kind}: ${named.join(', ')}${more}`;
    }),
  );
}
