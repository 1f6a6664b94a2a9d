import { MIGRATION_TABLE } from '../../platform/database/migration.sql.js';
import type { KeptTables } from '../../platform/database/service-role.sql.js';

/** What the role that the service works as must not rewrite, where it isn't the owner of everything. Triggers refuse it to all others. */
export const LOG_TABLES: KeptTables = {
  addedTo: ['change', 'change_seal', 'change_node'],
  read: [MIGRATION_TABLE],
  functions: ['refuse_rewriting'],
};
