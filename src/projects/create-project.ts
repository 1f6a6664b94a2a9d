import { quoteName } from '../graph/names/format-ref.js';
import { checkFreeName } from '../graph/names/free-name.js';
import type { Caller } from '../graph/nodes/caller.js';
import { isUniqueViolation } from '../platform/database/connections/database-errors.js';
import type { Database } from '../platform/database/database.js';
import { alreadyExists } from '../platform/errors.js';
import { Project } from './project.entity.js';

export interface NewProject {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Makes a project. Throws ALREADY_EXISTS if there is one of that name. */
export async function createProject(database: Database, caller: Caller, project: NewProject): Promise<Project> {
  const name = checkFreeName('a project', project.name);
  const projects = database.dataSource.getRepository(Project);
  try {
    await projects.insert({ name, description: project.description ?? null, createdBy: caller.user });
  } catch (error) {
    if (isUniqueViolation(error))
      throw alreadyExists(`There is a project ${quoteName(name)} already.`, { field: 'name', found: name });
    throw error;
  }
  return projects.findOneByOrFail({ name });
}
