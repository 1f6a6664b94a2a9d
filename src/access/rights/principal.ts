import type { Action } from '../../graph/nodes/action.js';
import { actionsOf, type Grant } from './grant.js';
import { Role } from './role.js';

/** How somebody has shown who it is. */
export type Proof = 'NONE' | 'KEY' | 'TOKEN';

/** Somebody, or some program, that does something. */
export interface Principal {
  /** What is recorded as `createdBy`. */
  readonly name: string;
  readonly proof: Proof;
  /** The key that it came with; null where it was none. */
  readonly keyId: string | null;
  /** Where it works unless it says otherwise; null: nowhere in particular. */
  readonly project: string | null;
  readonly grants: readonly Grant[];
  readonly expiresAt: Date | null;
  /** The projects whose graph it may read; undefined: all. */
  readonly seen: readonly string[] | undefined;
  /** What it may do in a project, however the letters of its name are composed. */
  rightsIn(project: string): Rights;
}

export interface Rights {
  readonly size: number;
  has(action: Action): boolean;
}

/** Projects whose rights are remembered of each; whoever asks for many more is one who tries names. */
const REMEMBERED = 100;

/** Who has shown who it is. */
export class VerifiedPrincipal implements Principal {
  readonly name: string;
  readonly proof: Proof;
  readonly keyId: string | null;
  readonly project: string | null;
  readonly grants: readonly Grant[];
  readonly expiresAt: Date | null;
  readonly seen: readonly string[] | undefined;
  private readonly rights = new Map<string, Rights>();

  constructor(facts: Omit<Principal, 'rightsIn' | 'project' | 'seen'>) {
    this.name = facts.name;
    this.proof = facts.proof;
    this.keyId = facts.keyId;
    this.grants = facts.grants;
    this.expiresAt = facts.expiresAt;
    this.seen = projectsSeen(facts.grants);
    const [first] = facts.grants;
    this.project = facts.grants.length === 1 && first !== undefined ? first.project : null;
  }

  rightsIn(project: string): Rights {
    let rights = this.rights.get(project);
    if (rights === undefined) {
      rights = actionsOf(this.grants, project.normalize());
      if (this.rights.size < REMEMBERED) this.rights.set(project, rights);
    }
    return rights;
  }
}

/** Who says so without proof, where access is open. */
export class UnverifiedPrincipal implements Principal {
  readonly proof = 'NONE';
  readonly keyId = null;
  readonly project = null;
  readonly grants = EVERYTHING_EVERYWHERE;
  readonly expiresAt = null;
  readonly seen = undefined;

  constructor(readonly name: string) {}

  rightsIn(): Rights {
    return EVERYTHING;
  }
}

const EVERYTHING_EVERYWHERE: readonly Grant[] = [{ role: Role.OWNER, project: null, rights: [] }];
const EVERYTHING: Rights = actionsOf(EVERYTHING_EVERYWHERE, '');

function projectsSeen(grants: readonly Grant[]): readonly string[] | undefined {
  const seen = new Set<string>();
  for (const grant of grants) {
    if (!actionsOf([grant], grant.project ?? '').has('graph:read')) continue;
    if (grant.project === null) return undefined;
    seen.add(grant.project);
  }
  return [...seen];
}
