/** Segments of a path in a URL. What a URL would take for a step up, or for none, is one of them by another name: it must not lead to what is another's. */
export function pathInUrl(segments: readonly string[]): string {
  return segments
    .map((segment) => (/^\.*$/.test(segment) ? segment.replaceAll('.', '_') || '_' : encodeURIComponent(segment)))
    .join('/');
}
