import type { Graph } from '../../graph/graph.js';
import { formatName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { HeadwaterError } from '../../platform/errors.js';
import { ENVIRONMENT } from '../deployment-kinds.js';

const WAY_OUT = 'Define it with defineEnvironment, or deploy with createEnvironment: true.';

/** The id of the environment to deploy to, made now if `create` says so. A misspelt one must not become a new one: NOT_FOUND. */
export async function findEnvironment(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  name: string,
  create: boolean,
): Promise<string> {
  if (create) return (await graph.writer.ensureNode(tx, caller, { kind: ENVIRONMENT, name })).id;
  try {
    return (await graph.references.resolve(tx, caller.project, formatName(name), [ENVIRONMENT])).id;
  } catch (error) {
    if (!(error instanceof HeadwaterError) || error.code !== 'NOT_FOUND') throw error;
    throw new HeadwaterError(error.code, `${error.message} ${WAY_OUT}`, { ...error.details, field: 'deployment' });
  }
}
