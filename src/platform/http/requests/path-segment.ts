/** Any text as one segment of a path. `@` stays as it is: a path takes it. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text).replaceAll('%40', '@');
}
