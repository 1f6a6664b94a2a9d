import type { OnGraph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import { checkFreeName } from '../graph/names/free-name.js';
import type { Caller } from '../graph/nodes/caller.js';
import { isUniqueViolation } from '../platform/database/connections/database-errors.js';
import { alreadyExists } from '../platform/errors.js';
import { Project } from './project.entity.js';

export interface NewProject {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Makes a project. Throws ALREADY_EXISTS if there is one of that name. */
export async function createProject(
  { database, graph }: OnGraph,
  caller: Caller,
  project: NewProject,
): Promise<Project> {
  caller.demand('project:create');
  const name = checkFreeName('a project', project.name);
  try {
    return await database.transaction(async (tx) => {
      const notes = graph.record(tx, caller, 'project:create');
      notes.inProject(name);
      await tx.manager.insert(Project, { name, description: project.description ?? null, createdBy: caller.user });
      const made = await tx.manager.findOneByOrFail(Project, { name });
      notes.changedThing(`project/${name}`, null, { ...made });
      return made;
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw alreadyExists(`There is a project ${quoteName(name)} already.`, { field: 'name', found: name });
    throw error;
  }
}
