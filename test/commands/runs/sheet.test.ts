import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Report } from '../../../src/commands/import/reading/report.js';
import { exportRuns } from '../../../src/commands/runs/export-runs.js';
import { importRuns } from '../../../src/commands/runs/import-runs.js';
import { readCell, writeCell } from '../../../src/commands/runs/sheet.js';
import { RunClient } from '../../runs/run-client.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { startHeadwater } from '../../support/service/headwater-process.js';

let app: AppUnderTest;
let url: string;
let directory: string;
let projects = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-test-'));
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

const clientIn = (project: string) => new HeadwaterClient({ url, project });

async function newProject(): Promise<string> {
  const name = `project-${++projects}`;
  await app.graphql('mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }', {
    name,
  });
  return name;
}

const silent = { show: () => undefined, end: () => undefined };

async function exported(project: string, experiment?: string): Promise<string> {
  const file = join(directory, `${project}.csv`);
  await exportRuns(clientIn(project), experiment, createWriteStream(file), undefined);
  return readFile(file, 'utf8');
}

async function imported(project: string, sheet: string, dryRun = false) {
  const file = join(directory, 'sheet.csv');
  await writeFile(file, sheet);
  return importRuns(clientIn(project), file, { dryRun, progress: silent });
}

/** Where a run is made anew it has another id, and a key of its own. */
const withoutIdentity = (sheet: string) => sheet.replace(/^run_\w+,[^,]*,/gm, '');

describe('a sheet of runs', () => {
  it('says where a row is taken for a run that is there already, and is another one', async () => {
    const project = await newProject();
    await imported(project, 'id,param.lr,metric.loss\n1,0.1,0.50\n2,0.2,NaN\n');
    const file = join(directory, 'theirs.csv');
    await writeFile(file, 'id,param.lr,metric.loss\n1,0.1,0.5\n2,0.3,NaN\n3,0.3,1\n');
    const report = new Report();
    const options = { dryRun: false, progress: silent, report };
    expect(await importRuns(clientIn(project), file, options)).toEqual({ rows: 3, made: 1, known: 2 });
    expect(report.remarks).toEqual([
      { what: 'Line 3', why: expect.stringContaining('param.lr is 0.2, not 0.3'), isSkipped: false },
    ]);
  });

  it('comes back as it went out, whatever stands in it, and changes nothing when it comes again', async () => {
    const [from, to] = [await newProject(), await newProject()];
    const runs = new RunClient(app, { project: from });
    const one = await runs.start({
      experiment: 'My "first", one',
      name: '=HYPERLINK("http://x")',
      startedAt: '2026-01-01T00:00:00Z',
      owner: "'ann",
      tags: [{ key: 'note', value: 'two\nlines' }],
      code: { repository: 'https://example.org/r', commit: 'abc', entryPoint: null },
    });
    await runs.log(one, {
      parameters: [
        { name: 'depth', value: '-4' },
        { name: 'empty', value: '' },
        { name: '__proto__', value: '@x' },
      ],
      metrics: [
        { name: 'auc', value: 0.1 + 0.2 },
        { name: 'loss', value: 'NaN' },
        { name: 'gain', value: '-Infinity' },
        { name: 'system/cpu', value: 3 },
      ],
    });
    await runs.finish(one, { status: 'FAILED', message: '-oops', endedAt: '2026-01-01T01:00:00Z' });
    const two = await runs.start({
      type: 'EVALUATION',
      name: 'zwei ÄÖ 🌊',
      startedAt: '2026-01-02T00:00:00.123Z',
      key: 'job 2',
    });
    await runs.finish(two, { endedAt: '2026-01-02T01:00:00Z' });

    const sheet = await exported(from);
    const first = await imported(to, sheet);
    const again = await exported(to);

    expect(first).toEqual({ rows: 2, made: 2, known: 0 });
    expect(withoutIdentity(again)).toBe(withoutIdentity(sheet));
    expect(sheet).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(sheet).toContain(`,0.30000000000000004,`);
    expect(await imported(to, sheet)).toEqual({ rows: 2, made: 0, known: 2 });
    expect(await imported(from, sheet)).toEqual({ rows: 2, made: 0, known: 2 });
    expect(await exported(from)).toBe(sheet);
  }, 60_000);

  it('is refused for a row that the service refuses, however many come behind it', async () => {
    const project = await newProject();
    const rows = Array.from({ length: 30 }, (_, row) => `right ${row},2026-01-01T00:00:00Z,2026-01-01T01:00:00Z\n`);
    const sheet = `name,started_at,ended_at\nwrong,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z\n${rows.join('')}`;

    await expect(imported(project, sheet)).rejects.toThrow('Line 2: ');
    await expect(importRuns(clientIn(project), '/nowhere.csv', { dryRun: true, progress: silent })).rejects.toThrow(
      'ENOENT',
    );
  });

  it('may have few columns, of which one tells the runs apart', async () => {
    const project = await newProject();

    const counts = await imported(project, '\ufeffname,metric.auc,param.depth\nfirst,0.5,3\nsecond,0.6,\n');

    expect(counts).toEqual({ rows: 2, made: 2, known: 0 });
    const sheet = await exported(project);
    expect(sheet.split('\n')[0]).toMatch(/code\.entry_point,param\.depth,metric\.auc$/);
    expect(sheet).toMatch(/,first,TRAINING,SUCCEEDED,.*,3,0\.5\n/);
    expect(sheet).toMatch(/,second,TRAINING,SUCCEEDED,.*,,0\.6\n/);
  });

  it.each([
    ['an unknown column', 'name,auc\na,1\n', 'Column 2 is named "auc"'],
    ['a column twice', 'name,name\na,b\n', 'Two columns are named "name"'],
    ['a number that is none', 'name,metric.auc\na,0.5\nb,high\n', 'Line 3, column metric.auc: "high" is no number'],
    ['a type that is none', 'name,type\na,COOKING\n', 'Line 2, column type: "COOKING" is none of INGEST'],
    ['a time without a zone', 'name,started_at\na,2026-01-01T00:00:00\n', 'Line 2, column started_at'],
    ['more cells than columns', 'name,owner\na,b,c\n', 'Line 2 has 3 cells'],
    ['nothing', '', 'is empty'],
  ])('is refused with %s, before anything is written', async (_what, sheet, message) => {
    const project = await newProject();
    await imported(project, 'name\nthere\n');

    await expect(imported(project, sheet)).rejects.toThrow(message);

    expect((await exported(project)).split('\n').length).toBe(3);
  });

  it('protects spreadsheets from what they would compute, and gives it back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `=${text}`),
          fc.string().map((text) => `'${text}`),
        ),
        (text) => {
          expect(readCell(writeCell(text))).toBe(text);
          if (/^[=@]/.test(text)) expect(writeCell(text)).toMatch(/^'/);
        },
      ),
    );
  });

  it('is written and read by the commands', async () => {
    const project = await newProject();
    const file = join(directory, 'by-hand.csv');
    await writeFile(file, 'key,name,metric.auc\na,first,0.5\n');
    const call = async (...args: string[]) => {
      const command = startHeadwater(['runs', ...args, '--project', project, '--url', url], {});
      expect([await command.exited, command.stderr()]).toEqual([0, '']);
      return command.stdout();
    };

    expect(await call('import', file, '--dry-run')).toContain('1 rows are right. Nothing was changed.');
    expect(await call('import', file)).toContain('1 rows: 1 runs were made, 0 were there already.');
    expect(await call('export')).toMatch(/^id,key,experiment.*metric\.auc\nrun_\w+,a,default,first,.*,0\.5\n$/);
  }, 120_000);
});
