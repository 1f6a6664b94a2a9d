import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { FINISH_RUN, LOG_RUN, RunClient } from './run-client.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

it.each([
  ['logRun', LOG_RUN, { metrics: [{ name: 'loss', value: 1 }] }],
  ['finishRun', FINISH_RUN, { status: 'SUCCEEDED' }],
])(
  '%s on a run that is deleted while it waits writes nothing, and says by whom and why',
  async (name, mutation, more) => {
    const { id: run } = await new RunClient(app).start({ name });
    const holder = new Client({ connectionString: app.databaseUrl });
    await holder.connect();
    try {
      await holder.query('begin');
      // As whoever deletes it does first.
      await holder.query(`select from node where kind = 'RUN' and name = $1 for update`, [name]);
      await holder.query(
        `update node set deleted_at = now(), deleted_by = 'ada', delete_reason = 'a mistake' where kind = 'RUN' and name = $1`,
        [name],
      );
      const refused = app.graphqlError(mutation, { input: { run, ...more } });
      refused.catch(() => undefined);
      await eventually(async () => {
        const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(await runSql(app.databaseUrl, waiting)).toHaveLength(1);
      });
      await holder.query('commit');

      const { message, extensions } = await refused;

      expect([message, extensions.code]).toEqual([expect.stringContaining('was deleted by ada on'), 'NOT_FOUND']);
      expect(extensions).toMatchObject({ deletion: { by: 'ada', reason: 'a mistake' } });
    } finally {
      await holder.end();
    }
    const left = `select r.status, (select count(*)::int from run_metric m where m.run_id = r.id) as metrics
    from run r join node n on n.id = r.id where n.name = $1`;
    expect(await runSql(app.databaseUrl, left, [name])).toEqual([{ status: 'RUNNING', metrics: 0 }]);
  },
);
