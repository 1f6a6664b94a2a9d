import { type Grant, readOwnRight, readRole } from '../rights/grant.js';
import { Role } from '../rights/role.js';

/**
 * Reads `WRITER:default`, `READER:*`, `OWNER`, or with rights of their own `WRITER:default+training-set:read`. Throws, with what would be right, for any other text.
 */
export function readGrant(text: string): Grant {
  const [place = '', ...rights] = text.split('+');
  const colon = place.indexOf(':');
  const role = readRole(colon < 0 ? place : place.slice(0, colon));
  const project = colon < 0 ? undefined : place.slice(colon + 1);
  if (role === Role.OWNER && project !== undefined && project !== '*')
    throw new Error('OWNER holds in every project; write it without one.');
  if (role !== Role.OWNER && (project === undefined || project === ''))
    throw new Error(`${role} holds in a project: write ${role}:default, or ${role}:* for all of them.`);
  return {
    role,
    project: project === undefined || project === '*' ? null : project.normalize(),
    rights: rights.map(readOwnRight),
  };
}

/** Reads `ml-team=WRITER:default;platform=OWNER`. A name that stands twice has all that it is said to have. */
export function readClaimRoles(text: string): ReadonlyMap<string, readonly Grant[]> {
  const roles = new Map<string, Grant[]>();
  for (const part of text.split(';')) {
    const equals = part.lastIndexOf('=');
    if (equals < 1) throw new Error(`"${part.trim()}" is not like ml-team=WRITER:default.`);
    const name = part.slice(0, equals).trim();
    roles.set(name, [...(roles.get(name) ?? []), readGrant(part.slice(equals + 1).trim())]);
  }
  return roles;
}

/** What claims come to. Those that say nothing here, such as groups for other services, are passed over. */
export function grantsOfClaims(
  values: readonly string[],
  roles: ReadonlyMap<string, readonly Grant[]> | undefined,
): readonly Grant[] {
  if (roles !== undefined) return values.flatMap((value) => roles.get(value) ?? []);
  return values.flatMap((value) => {
    try {
      return [readGrant(value)];
    } catch {
      return [];
    }
  });
}
