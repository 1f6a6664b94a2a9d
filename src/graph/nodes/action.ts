/**
 * Everything that rights are about, and what a change record calls what was done: one list for both. `access/role-table.ts` says which role
 * may do what; `docs/security.md` shows it.
 */
export const ACTIONS = {
  'graph:read': 'Read nodes, what is said about them, and lineage.',
  'change:begin': 'Begin the log with what stood before it: done by the migration, by nobody else.',
  'change:read': 'Read what was changed, by whom.',
  'node:update': 'Change description, tags or owner of a node.',
  'node:delete': 'Delete a node.',
  'node:restore': 'Bring back a run or an experiment that was deleted.',
  'guard:override': 'Do all the same what would break something live, with a reason.',
  'project:create': 'Make a project.',
  'project:manage': 'Change what a project may hold.',
  'dataset:register': 'Register dataset versions.',
  'entity:define': 'Define entities.',
  'entity:trace': 'Find out what is stored about an entity key, and which models have read it.',
  'entity:erase': 'Erase an entity key everywhere.',
  'feature-set:publish': 'Publish feature set versions, preview them.',
  'feature-set:activate': 'Make a version current.',
  'feature-set:backfill': 'Copy rows of an earlier version into a later one.',
  'feature-set:mark-sensitive': 'Say that values of a feature set are sensitive, or are not any more.',
  'feature-set:set-retention': 'Say how long history is kept.',
  'feature-set:compact': 'Remove history that is older than its retention.',
  'feature-set:drop-rows': 'Drop the rows of a feature set version.',
  'feature:deprecate': 'Deprecate features, or take that back.',
  'feature:read': 'Read feature values.',
  'feature:read-sensitive': 'Read values of feature sets that are marked sensitive.',
  'feature:write': 'Write feature rows.',
  'feature-service:define': 'Define feature services.',
  'training-set:create': 'Have training sets built, rebuilt, or cancelled.',
  'training-set:read': 'Read the contents of training sets.',
  'location:read-file': 'Have files of the server read, those of `file:` locations.',
  'run:log': 'Start, log and finish runs.',
  'artifact:read': 'Read files of runs and versions.',
  'artifact:write': 'Put files to runs and versions.',
  'artifact:delete': 'Delete files of runs.',
  'metric:define': 'Say which values of a metric are better.',
  'model:register': 'Register model versions.',
  'model:set-alias': 'Set aliases of model versions.',
  'model:remove-alias': 'Remove aliases of model versions.',
  'model:set-stage': 'Move model versions from stage to stage.',
  'model:define-stages': 'Say which stages model versions can be in.',
  'model:define-policy': 'Say what a model version must be to get a stage or an alias.',
  'model:evaluate': 'Have a gate say what it finds of a model version.',
  'model:promote': 'Promote model versions past their gates.',
  'model:approve': 'Approve a promotion.',
  'environment:define': 'Define environments.',
  'deployment:deploy': 'Say which model versions a deployment serves.',
  'deployment:shift': 'Shift traffic between the versions of a deployment.',
  'deployment:rollback': 'Give a deployment back what it served before.',
  'deployment:undeploy': 'End what a deployment serves.',
  'key:read': 'See which API keys there are.',
  'key:create': 'Make API keys.',
  'key:revoke': 'Revoke API keys.',
  'audit:verify': 'Check that the audit log is whole.',
  'audit:export': 'Take the audit log out.',
  'webhook:read': 'See webhooks and what was delivered.',
  'webhook:manage': 'Make, change, replay and remove webhooks.',
  'metrics:read': 'Read the figures of the whole service.',
} as const;

export type Action = keyof typeof ACTIONS;

/** Whether text that comes from outside, of a filter or a key, names an action that there is. */
export function isAction(text: string): text is Action {
  return Object.hasOwn(ACTIONS, text);
}
