import { registerEnumType } from 'type-graphql';
import { ACTIONS, type Action } from '../../graph/nodes/action.js';

export enum Role {
  READER = 'READER',
  SERVER = 'SERVER',
  WRITER = 'WRITER',
  APPROVER = 'APPROVER',
  ADMIN = 'ADMIN',
  OWNER = 'OWNER',
}

const READS: readonly Action[] = ['graph:read', 'change:read', 'artifact:read', 'model:evaluate'];
const WRITES: readonly Action[] = [
  ...READS,
  'node:update',
  'node:delete',
  'node:restore',
  'dataset:register',
  'entity:define',
  'feature-set:publish',
  'feature-set:activate',
  'feature-set:backfill',
  'feature:deprecate',
  'feature:read',
  'feature:write',
  'feature-service:define',
  'training-set:create',
  'run:log',
  'metric:define',
  'artifact:write',
  'artifact:delete',
  'model:register',
  'model:set-alias',
  'model:remove-alias',
  'model:set-stage',
  'model:promote',
  'environment:define',
  'deployment:deploy',
  'deployment:shift',
  'deployment:rollback',
  'deployment:undeploy',
];

/**
 * What each role may do: READER < WRITER < ADMIN hold each other. What is in no line but OWNER's is a right of its own, granted to one key or
 * claim by name: sensitive values, contents of training sets, erasure, files of the server, figures of the whole service.
 */
export const ROLE_ACTIONS: Readonly<Record<Role, readonly Action[]>> = {
  [Role.READER]: READS,
  [Role.SERVER]: ['feature:read'],
  [Role.WRITER]: WRITES,
  [Role.APPROVER]: [...READS, 'model:approve'],
  [Role.ADMIN]: [
    ...WRITES,
    'model:approve',
    'model:define-stages',
    'model:define-policy',
    'guard:override',
    'feature-set:mark-sensitive',
    'feature-set:set-retention',
    'feature-set:compact',
    'feature-set:drop-rows',
    'entity:trace',
    'key:read',
    'key:create',
    'key:revoke',
    'audit:verify',
    'audit:export',
    'webhook:read',
    'webhook:manage',
  ],
  [Role.OWNER]: Object.keys(ACTIONS) as Action[],
};

/** Rights that come with no role but OWNER. */
export const OWN_RIGHTS: readonly Action[] = [
  'feature:read-sensitive',
  'training-set:read',
  'entity:erase',
  'location:read-file',
  'metrics:read',
];

export const ROLES = Object.values(Role);

registerEnumType(Role, {
  name: 'AccessRole',
  description: 'What somebody may do in a project; docs/security.md has the table.',
  valuesConfig: {
    READER: { description: 'Reads the graph and what is said about its nodes.' },
    SERVER: { description: 'Looks up features, by name, model or deployment, and nothing else.' },
    WRITER: { description: 'Reads, registers, logs, writes features, deploys.' },
    APPROVER: { description: 'Reads, and approves promotions.' },
    ADMIN: { description: 'Does what a WRITER does, and looks after the project: keys, retention, webhooks, audit.' },
    OWNER: { description: 'Everything, in every project.' },
  },
});
