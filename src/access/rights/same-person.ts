/** What is left of a name where two ways to write it mean one person: `Ada`, `ada `, `ada+review@x.org` and `ADA@x.org`, or with characters that nobody sees. */
export function personOf(name: string): string {
  const folded = name
    .normalize('NFKC')
    .replace(/\p{Format}/gu, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
  // Whoever was nobody in particular was recorded as anonymous before that was called local.
  return folded === 'anonymous' ? 'local' : folded.replace(/^([^+@\s]+)\+[^@\s]*@/, '$1@');
}
