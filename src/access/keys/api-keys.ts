import { checkFreeName } from '../../graph/names/free-name.js';
import type { Action } from '../../graph/nodes/action.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { ChangeNotes } from '../../graph/nodes/changes/change-notes.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import type { Database } from '../../platform/database/database.js';
import type { PageRequest } from '../../platform/database/keyset.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/errors.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { cancelJobsOfKey } from '../../platform/jobs/job.sql.js';
import type { ProjectReads } from '../../projects/project-reads.js';
import { actionsOf, readOwnRight } from '../rights/grant.js';
import { Role } from '../rights/role.js';
import { type ApiKeyRow, findApiKeyById, insertApiKey, listApiKeys, markRevoked } from './api-key.sql.js';
import { hashSecret, newKeyText, writeKeyText } from './key-text.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ApiKeyRequest {
  readonly name: string;
  readonly role: Role;
  /** The caller's project where it is left out; an OWNER has none. */
  readonly project?: string | null | undefined;
  readonly rights?: readonly string[] | null | undefined;
  readonly expiresAt?: Date | null | undefined;
}

export interface CreatedApiKey {
  readonly key: ApiKeyRow;
  /** Shown this once. */
  readonly secret: string;
}

/** Writes down what is done to keys, in its transaction. */
export type RecordKeys = (tx: Transaction, caller: Caller, action: Action) => ChangeNotes;

/** Making, listing and revoking keys. */
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectReads,
    private readonly record: RecordKeys,
    /** Called when keys have changed. */
    private readonly changed: () => void,
  ) {}

  /** Makes a key. Nobody hands out what they don't have themselves. */
  async create(caller: Caller, request: ApiKeyRequest): Promise<CreatedApiKey> {
    const project = projectOf(caller, request);
    caller.demand('key:create', project ?? undefined);
    const name = checkFreeName('a key', request.name);
    const rights = (request.rights ?? []).map(readRight);
    for (const action of actionsOf([{ role: request.role, project, rights }], project ?? ''))
      caller.demand(action, project ?? undefined);
    if (project !== null) await this.projects.require(project);
    const expiresAt = request.expiresAt ?? null;
    if (expiresAt !== null && expiresAt.getTime() <= Date.now())
      throw badInput(`expiresAt is ${expiresAt.toISOString()}, which has passed.`, { field: 'expiresAt' });
    const text = newKeyText();
    const key = await this.database.quietTransaction(async (tx) => {
      const made = await insertApiKey(tx, {
        id: newNodeId(),
        prefix: text.prefix,
        hash: hashSecret(text.secret),
        name,
        project,
        role: request.role,
        rights,
        createdBy: caller.user,
        expiresAt,
        madeWith: caller.keyId,
        // What an OWNER alone may do.
        madeByOwner: caller.may('project:create'),
      });
      const notes = this.record(tx, caller, 'key:create');
      notes.inProject(project);
      const { id, prefix, role } = made;
      notes.changedThing(`key/${id}`, null, {
        name,
        prefix,
        role,
        rights,
        expiresAt: expiresAt?.toISOString() ?? null,
      });
      return made;
    });
    this.changed();
    return { key, secret: writeKeyText(text) };
  }

  /** Revokes a key, and cancels the jobs that were asked for with it. Revoking it again changes nothing. */
  async revoke(caller: Caller, id: string): Promise<ApiKeyRow> {
    const key = UUID.test(id) ? await findApiKeyById(this.database, id) : undefined;
    if (key === undefined || !caller.may('key:read', placeOf(key, caller))) throw noKey(id);
    caller.demand('key:revoke', placeOf(key, caller));
    if (key.project === null) caller.demand('project:create');
    await this.database.quietTransaction(async (tx) => {
      if (await markRevoked(tx, id, caller.user)) {
        const notes = this.record(tx, caller, 'key:revoke');
        notes.inProject(key.project);
        notes.changedThing(`key/${id}`, { revokedBy: null }, { revokedBy: caller.user });
      }
      await cancelJobsOfKey(tx, id);
    });
    this.changed();
    return (await findApiKeyById(this.database, id)) ?? key;
  }

  /** The keys of the caller's project, newest first; with `everywhere` those of all projects, which an OWNER may see. */
  async list(caller: Caller, everywhere: boolean, page: PageRequest): Promise<Page<ApiKeyRow>> {
    caller.demand('key:read');
    if (everywhere) caller.demand('project:create');
    const rows = await listApiKeys(this.database, everywhere ? null : caller.project, page);
    return pageOf(
      rows,
      page,
      ({ id }) => [id],
      (row) => row,
    );
  }
}

function projectOf(caller: Caller, { role, project }: ApiKeyRequest): string | null {
  if (role !== Role.OWNER) return project?.normalize() ?? caller.project;
  if (project == null) return null;
  throw badInput('An OWNER is one in every project; leave project out.', { field: 'project', found: project });
}

/** Where one has to be allowed what is done to a key. */
function placeOf({ project }: ApiKeyRow, caller: Caller): string {
  return project ?? caller.project;
}

function readRight(text: string) {
  try {
    return readOwnRight(text);
  } catch (error) {
    throw badInput(`rights: ${(error as Error).message}`, { field: 'rights', found: text });
  }
}

function noKey(id: string): Error {
  return notFound(`There is no key "${id}" that you may see; apiKeys lists those.`, { field: 'id', found: id });
}
