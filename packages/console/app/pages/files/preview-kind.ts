export type PreviewKind = 'image' | 'table' | 'page' | 'markdown' | 'text';

/** How much of a file is read for its preview. */
export const MOST_BYTES: Readonly<Record<PreviewKind, number>> = {
  image: 8_000_000,
  table: 256_000,
  page: 1_000_000,
  markdown: 256_000,
  text: 256_000,
};

const TEXT = /^(?:text\/.*|application\/(?:json|.*\+json|xml|.*\+xml|yaml|x-yaml|toml|x-ndjson|javascript|sql|x-sh))$/;
const TEXT_NAMES =
  /(?:^|\/)(?:MLmodel|Dockerfile|Makefile|LICENSE|requirements)$|\.(?:txt|log|ya?ml|toml|ini|cfg|json|jsonl|ndjson|py|r|sql|sh|ts|js|env|xml|diff)$/i;
const NAMES: readonly (readonly [RegExp, PreviewKind])[] = [
  [/\.(?:md|markdown)$/i, 'markdown'],
  [/\.(?:csv|tsv)$/i, 'table'],
  [/\.html?$/i, 'page'],
  [/\.(?:png|jpe?g|gif|webp|avif|svg)$/i, 'image'],
];

/** How a file can be looked at; undefined where it can only be saved. */
export function previewKind(path: string, contentType: string | null): PreviewKind | undefined {
  const [type = ''] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (/^image\/(?:png|jpeg|gif|webp|avif|svg\+xml|bmp|x-icon)$/.test(type)) return 'image';
  if (type === 'text/csv' || type === 'text/tab-separated-values') return 'table';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'page';
  if (type === 'text/markdown') return 'markdown';
  const named = NAMES.find(([pattern]) => pattern.test(path))?.[1];
  if (named !== undefined) return named;
  return TEXT.test(type) || TEXT_NAMES.test(path) ? 'text' : undefined;
}
