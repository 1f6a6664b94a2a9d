const PLAIN = { set: /^[a-z][a-z0-9_.-]{0,127}$/, column: /^[a-z][a-z0-9_]{0,62}$/ } as const;
const OTHERS = { set: /[^a-z0-9_.-]+/g, column: /[^a-z0-9_]+/g } as const;
const LONGEST = { set: 128, column: 63 } as const;

/**
 * The name that something of another tool has here, where names of sets and of columns are plainer: itself where that is allowed, else in lower case, with
 * `_` for what is not. Always the same for the same name; two names may give one.
 */
export function plainName(name: string, kind: keyof typeof PLAIN): string {
  if (PLAIN[kind].test(name) && !name.includes('__')) return name;
  const mended = name
    .toLowerCase()
    .replace(OTHERS[kind], '_')
    .replace(/_{2,}/g, '_')
    .replace(/^[_.-]+|_+$/g, '');
  return (/^[a-z]/.test(mended) ? mended : `f_${mended}`).slice(0, LONGEST[kind]);
}
