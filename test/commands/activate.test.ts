import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activationsOf, currentOf, M, N, publish, row } from '../features/publishing/publishing-client.js';
import { writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { startHeadwater } from '../support/service/headwater-process.js';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

async function headwater(...args: string[]): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const command = startHeadwater([...args, '--url', url, '--user', 'ana'], {});
  return { code: await command.exited, stdout: command.stdout(), stderr: command.stderr() };
}

describe('headwater activate', () => {
  it('says what is missing, fills it with backfill --activate, and goes back with a reason', async () => {
    await publish(app, 'traffic', [N]);
    await writeRows(app, 'traffic', [row('SEA', { n: 1 })]);
    await publish(app, 'traffic', [N, M]);

    const refused = await headwater('activate', 'traffic@2');
    const filled = await headwater('backfill', 'traffic@2', '--activate', '--reason', 'adds m');
    const again = await headwater('activate', 'traffic@2');
    const back = await headwater('activate', 'traffic@1', '--force', '--reason', 'm was wrong');

    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('all 1 entities that traffic@1 answers for have no row in traffic@2');
    expect(filled).toMatchObject({ code: 0 });
    expect(filled.stdout).toContain('traffic@2 is current from now on.');
    expect(again.stdout).toBe('traffic@2 was current already.\n');
    expect(back.stdout).toBe('"traffic" means traffic@1 from now on instead of traffic@2.\n');
    expect(await currentOf(app, 'traffic')).toBe('traffic@1');
    expect((await activationsOf(app, 'traffic')).map(({ reason, activatedBy }) => [reason, activatedBy])).toEqual([
      ['m was wrong', 'ana'],
      ['adds m', 'ana'],
      [null, 'local'],
    ]);
  }, 240_000);
});
