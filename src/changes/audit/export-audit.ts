import type { Database } from '../../platform/database/database.js';
import { hashedParts } from '../seal/change-hash.js';
import { sealForReading } from '../seal/seal-changes.js';
import { type Link, selectLinks } from './audit.sql.js';

const PAGE = 500;

/** The chain of a project behind a position, a line of JSON for each change, as its hash covers it. */
export async function* exportAudit(database: Database, project: string, after: number): AsyncGenerator<string, void> {
  await sealForReading(database);
  for (let position = after; ; ) {
    const links = await selectLinks(database, project, position, PAGE);
    const last = links.at(-1);
    if (last === undefined) return;
    yield links.map(lineOf).join('');
    position = last.position;
  }
}

/** With exactly what its hash covers, and the hash. */
function lineOf(link: Link): string {
  return `${JSON.stringify({ ...hashedParts(link.position, link), hash: link.hash })}\n`;
}
