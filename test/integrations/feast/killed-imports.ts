import { once } from 'node:events';
import { statement } from '../../../src/platform/database/queryable.js';
import { between } from '../../commands/import/cut-connection.js';
import type { Desk } from '../../docs/desk.js';
import { casesOf } from '../../support/cases.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';

/** What ends in the middle of an import: the import itself, what it sends, or what PostgreSQL does for it. */
type End = 'import' | 'request' | 'backend';

/** Asked for by another connection, just after the request has come. */
const END_BACKENDS = statement(
  '',
  `select pg_terminate_backend(pid) from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() and backend_type = 'client backend' and datname = current_database()`,
);

export interface Imports {
  readonly app: AppUnderTest;
  readonly url: string;
  readonly desk: Desk;
}

/** Ends an import that is typed as this line, once so many of its requests were answered. */
async function endInTheMiddle({ app, url, desk }: Imports, line: string, after: number, end: End): Promise<void> {
  let stop = () => undefined as unknown;
  const decide = async (request: number) => {
    if (request <= after) return 'answered' as const;
    if (end === 'backend') {
      const kill = () => void app.database.query(END_BACKENDS).catch(() => undefined);
      if (request === after + 1) setTimeout(kill, 1 + Math.random() * 20);
      return 'answered' as const;
    }
    if (end === 'import') stop();
    // What a request had begun goes on without anybody who hears of it, or never came.
    return request === after + 1 && Math.random() < 0.5 ? ('done' as const) : ('lost' as const);
  };
  await between(url, decide, async (through) => {
    const child = desk.begin(line, { HEADWATER_URL: through });
    child.stdout?.resume();
    child.stderr?.resume();
    stop = () => child.kill('SIGKILL');
    await once(child, 'close');
  });
}

/** Ends imports at several moments: one of the definitions, which is quick; where it may take long, many of everything. */
export async function endImports(imports: Imports, definitions: string, everything: string): Promise<void> {
  await endInTheMiddle(imports, definitions, 9, 'import');
  const moments = casesOf<readonly number[]>([], [4, 8, 10, 11, 12, 13, 14]);
  for (const after of moments)
    for (const end of ['import', 'request', 'backend'] as const) await endInTheMiddle(imports, everything, after, end);
}
