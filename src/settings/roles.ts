/** What the processes of a service do. `api` is the whole API, lookups included; `lookups` is what online inference needs of it. */
export const ROLES = ['lookups', 'api', 'jobs'] as const;

export type Role = (typeof ROLES)[number];

/** Reads `lookups,api`. Throws for a role that there is not, and for none. */
export function readRoles(text: string): readonly Role[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !ROLES.some((role) => role === name));
  if (unknown !== undefined)
    throw new Error(
      `There is no role ${JSON.stringify(unknown)}; a role is ${ROLES.join(', ')}, and commas part several.`,
    );
  return ROLES.filter((role) => names.includes(role));
}

/** As logs and metrics name a process: `api,jobs`. */
export function nameRoles(roles: readonly Role[]): string {
  return roles.join(',');
}

/**
 * Lookups stand in a process of their own, which nothing else holds up; the rest goes to a second one. Undefined where one process is enough.
 */
export function splitRoles(
  roles: readonly Role[],
): { readonly front: readonly Role[]; readonly back: readonly Role[] } | undefined {
  const back = roles.filter((role) => role !== 'lookups');
  return back.length === 0 || back.length === roles.length ? undefined : { front: ['lookups'], back };
}
