import { quoteName } from '../graph/names/format-ref.js';
import { checkFreeName, problemOfFreeName } from '../graph/names/free-name.js';
import type { Caller } from '../graph/nodes/caller.js';
import { oneSlipAway } from '../graph/references/one-slip-away.js';
import type { Database } from '../platform/database/database.js';
import { badInput, type HeadwaterError, notFound } from '../platform/errors.js';
import { didYouMean, likeNames } from '../platform/text/did-you-mean.js';
import { selectNearProjects } from './near-projects.sql.js';
import { Project } from './project.entity.js';

/** Which projects there are. */
export class ProjectReads {
  /** Projects are never removed, so a name seen once stays known. */
  private readonly known = new Set<string>();

  constructor(private readonly database: Database) {}

  /** The name of a project as it is kept. Throws NOT_FOUND unless it exists. */
  async require(written: string): Promise<string> {
    if (this.known.has(written)) return written;
    const problem = problemOfFreeName(written);
    if (problem !== undefined)
      throw badInput(`The header headwater-project ${problem}.`, { field: 'headwater-project', found: written });
    const name = written.normalize();
    const project = await this.database.dataSource.manager.findOneBy(Project, { name });
    if (project === null) throw await this.unknown(name);
    this.known.add(name);
    return name;
  }

  /** Those that the caller may see, by name. */
  async list(caller: Caller): Promise<Project[]> {
    caller.demand('graph:read');
    const projects = await this.database.dataSource.manager.find(Project, { order: { name: 'ASC' } });
    return projects.filter(({ name }) => caller.may('graph:read', name));
  }

  /** The project of a name. Throws NOT_FOUND where there is none. */
  async get(written: string): Promise<Project> {
    const name = checkFreeName('a project', written);
    const project = await this.database.dataSource.manager.findOneBy(Project, { name });
    if (project !== null) return project;
    const near = likeNames(name, await selectNearProjects(this.database, name, oneSlipAway(name.toLowerCase())));
    throw notFound(`There is no project ${quoteName(name)}.${didYouMean(near)}`, { field: 'project', found: name });
  }

  private async unknown(name: string): Promise<HeadwaterError> {
    const near = likeNames(name, await selectNearProjects(this.database, name, oneSlipAway(name.toLowerCase())));
    const message = `There is no project ${quoteName(name)}.${didYouMean(near)} Make it with createProject, or send another headwater-project header.`;
    return notFound(message, {
      field: 'headwater-project',
      found: name,
      ...(near.length > 0 && { suggestions: near }),
    });
  }
}
