import type { Caller } from '../graph/caller.js';
import { checkName } from '../graph/names.js';
import type { Database } from '../platform/database/database.js';
import { isUniqueViolation } from '../platform/database/database-errors.js';
import { alreadyExists, notFound } from '../platform/errors.js';
import { Project } from './project.entity.js';

export class ProjectService {
  /** Projects are never removed, so a name seen once stays known. */
  private readonly known = new Set<string>();

  constructor(private readonly database: Database) {}

  /** Throws NOT_FOUND unless the project exists. */
  async require(name: string): Promise<string> {
    if (this.known.has(name)) return name;
    const project = await this.database.dataSource.manager.findOneBy(Project, { name });
    if (project === null) {
      throw notFound(
        `There is no project ${JSON.stringify(name)}. Make it with createProject, or send another headwater-project header.`,
        {
          field: 'headwater-project',
          found: name,
        },
      );
    }
    this.known.add(name);
    return name;
  }

  async list(): Promise<Project[]> {
    return this.database.dataSource.manager.find(Project, { order: { name: 'ASC' } });
  }

  async create(caller: Caller, name: string, description: string | null): Promise<Project> {
    checkName('a project', name);
    const projects = this.database.dataSource.getRepository(Project);
    try {
      await projects.insert({ name, description, createdBy: caller.user });
    } catch (error) {
      if (isUniqueViolation(error))
        throw alreadyExists(`There is a project "${name}" already.`, { field: 'name', found: name });
      throw error;
    }
    return projects.findOneByOrFail({ name });
  }
}
