import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../support/eventually.js';
import { shoot } from '../shoot.js';
import { logPoints, seedFile, seedRun } from './pages-seed.js';
import { WalkedPage } from './walked-page.js';

const walk = new WalkedPage();
const ids: string[] = [];

const HOSTILE = `<!doctype html><title>x</title><h1>Report</h1><script>top.document.title = 'taken'; alert(1)</script>
<img src="x" onerror="top.document.title = 'taken'"><a href="/runs" target="_top">leave</a>
<form action="/graphql" method="post"><button>send</button></form><meta http-equiv="refresh" content="0;url=/runs">`;

beforeAll(async () => {
  for (const [index, optimizer] of ['adam', 'sgd', 'lion'].entries())
    ids.push(
      await seedRun(walk, {
        name: 'sweep',
        parameters: { rate: `0.${index + 1}`, optimizer, same: 'yes' },
        metrics: {
          curve: Array.from({ length: 1_200 }, (_, step) => [step, 1 / (1 + step * (index + 1))] as const),
          holes: [
            [0, 0.5],
            [1, 'NaN'],
            [2, 0.7 + index / 10],
          ],
        },
        goals: { holes: 'MAX' },
        goesOn: index === 2,
      }),
    );
  const [id = ''] = ids;
  await seedFile(
    walk,
    id,
    'card.md',
    '# What <script>alert(1)</script> it is\n\n[bad](javascript:alert(1)) *fine*',
    'text/markdown',
  );
  await seedFile(walk, id, 'tables/rows.csv', 'id,name\n1,"a, b"\n2,<b>c</b>\n', 'text/csv');
  await seedFile(walk, id, 'report.html', HOSTILE, 'text/html');
  await seedFile(walk, id, 'train.log', 'epoch 1\n'.repeat(60_000), 'text/plain');
  await seedFile(
    walk,
    id,
    'roc.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" onload="alert(1)"/>',
    'image/svg+xml',
  );
  await seedFile(walk, id, 'model.bin', 'abc', 'application/octet-stream');
}, 60_000);

const file = () => walk.page.locator('.file-preview');
const open = async (name: string) => {
  await walk.section('Files').getByRole('button', { name, exact: true }).click();
  await file().getByText(name).first().waitFor();
};

const rangeOf = (body: string | null) =>
  (JSON.parse(body ?? '{}') as { variables?: { range?: { from: number; to: number } } }).variables?.range;

describe('The page of a run', () => {
  it('draws its metrics, smoothed and along what one wants, and says what is left out', async () => {
    const { page } = walk;
    await walk.go(`/runs/${ids[0]}`);
    await page.locator('.page-chart-frame svg').nth(1).waitFor();
    const curve = page.locator('.page-chart').filter({ hasText: 'curve' });
    const holes = page.locator('.page-chart').filter({ hasText: 'holes' });
    const notes = [await curve.innerText(), await holes.innerText()];
    await page.getByLabel('smoothing').fill('0.8');
    await page.getByLabel('along').selectOption('time since the start');
    await page.waitForURL(/smooth=0.8/);
    await shoot(page, 'page-run-charts');
    await page.reload();
    await curve.getByRole('button', { name: 'Table' }).click();
    await curve.getByRole('columnheader', { name: 'seconds since the start' }).waitFor();

    expect(notes[0]).toContain('Drawn in fewer points than there are');
    expect(notes[1]).toContain('1 point is NaN or infinite.');
    expect(await page.getByLabel('smoothing').inputValue()).toBe('0.8');
  });

  it('asks again for what one zooms to, and draws every point of it', async () => {
    const { page } = walk;
    await walk.go(`/runs/${ids[0]}`);
    const curve = page.locator('.page-chart').filter({ hasText: 'curve' });
    await curve.locator('.page-chart-frame svg').waitFor();
    const zoomed = curve.getByRole('group');
    // A quarter nearer five times, moved by a quarter, and half of it again on either side.
    const isLast = ({ from = 0, to = 0 } = {}) => from >= 240 && from <= 250 && to >= 808 && to <= 818;
    const asked = page.waitForRequest((request) => isLast(rangeOf(request.postData())));
    await zoomed.focus();
    for (const key of ['+', '+', '+', '+', '+', 'ArrowLeft']) await zoomed.press(key);
    const { from = 0, to = 0 } = rangeOf((await asked).postData()) ?? {};
    await curve.getByText('Drawn in fewer points than there are').waitFor({ state: 'detached' });
    await curve.getByRole('button', { name: 'Table' }).click();
    const told = (await curve.getByRole('row').allInnerTexts()).slice(1).map((row) => Number(row.split('\t')[1]));
    await curve.getByRole('button', { name: 'Table' }).click();
    await zoomed.press('+');
    await curve.getByRole('button', { name: 'Whole' }).click();
    await curve.getByText('Drawn in fewer points than there are').waitFor();
    await curve.getByRole('button', { name: 'Whole' }).waitFor({ state: 'detached' });

    const [first = 0] = told;
    expect(told).toEqual(Array.from({ length: told.length }, (_, index) => first + index));
    expect([told.length > 270, told.length < 300, first > from, first + told.length < to]).toEqual(Array(4).fill(true));
  });

  it('shows files as what they are: Markdown, a sheet, an image, text that is cut', async () => {
    await walk.go(`/runs/${ids[0]}`);
    await open('card.md');
    await file().getByRole('heading', { name: 'What <script>alert(1)</script> it is' }).waitFor();
    const links = await file().locator('.file-markdown a').count();
    await open('train.log');
    await file().locator('.file-text').waitFor();
    const log = await file().innerText();
    await open('roc.svg');
    const image = await file().getByRole('img').getAttribute('src');
    await open('model.bin');
    const binary = await file().innerText();
    await walk.section('Files').getByRole('button', { name: 'tables' }).click();
    await open('rows.csv');
    await file().getByRole('cell', { name: '<b>c</b>' }).waitFor();

    expect(links).toBe(0);
    expect(log).toContain('Cut: these are the first 256 kB of 480 kB.');
    expect(image).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(binary).toContain('There is no preview of such a file');
    expect(await file().getByRole('cell', { name: 'a, b' }).count()).toBe(1);
    expect(walk.search().get('folder')).toBe('tables');
  });

  it('shows a page that somebody has put there, and lets it do nothing', async () => {
    const { page } = walk;
    await walk.go(`/runs/${ids[0]}?file=report.html`);
    const frame = page.frameLocator('.file-page');
    await frame.getByRole('heading', { name: 'Report' }).waitFor();
    await frame.getByRole('link', { name: 'leave' }).click();
    await frame.getByRole('button', { name: 'send' }).click();
    const blocked = walk.complaints.splice(0);

    expect(await page.title()).toBe('sweep · Headwater');
    expect(new URL(page.url()).pathname).toBe(`/runs/${ids[0]}`);
    expect(blocked.join('\n')).toMatch(/Blocked script execution[\s\S]*sandbox/);
    expect(blocked.filter((text) => !/Blocked|sandbox|Security Policy|Unsafe attempt/.test(text))).toEqual([]);
  });

  it('follows a run that goes on, to its end', async () => {
    const { page } = walk;
    const id = ids[2] ?? '';
    await walk.go(`/runs/${id}`);
    await page.getByText('running', { exact: true }).waitFor();
    await logPoints(walk, id, [{ name: 'late', step: 5, value: 42.5 }]);
    await walk.section('Metrics').getByText('42.5').first().waitFor();
    await walk.ask('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }', {
      input: { run: id, status: 'FAILED', message: 'no memory' },
    });
    await page.getByText('no memory').waitFor();

    expect(await page.getByText('failed', { exact: true }).count()).toBeGreaterThan(0);
  });
});

describe('The page that compares runs', () => {
  it('tells what differs and which is best, and draws every metric with a line for each run', async () => {
    const { page } = walk;
    await walk.go(`/compare?runs=${ids.join(',')}`);
    await page.locator('.page-chart-frame svg').nth(3).waitFor();
    const differs = await walk.section('What differs').innerText();
    const best = await page.getByRole('row').filter({ hasText: 'holes' }).getByRole('cell').last().innerText();
    const curve = walk.section('How they went').locator('.page-chart').first();
    await curve.getByRole('button', { name: 'Table' }).click();
    await page.getByLabel('Show what is the same too').click();
    await walk.section('What differs').getByText('same').waitFor();

    expect(differs).toMatch(/Parameter optimizer\s+adam\s+sgd\s+lion/);
    expect(differs).not.toContain('same');
    expect(best).toMatch(/best\s+0\.9/);
    expect(await curve.getByRole('cell', { name: 'sweep 1' }).count()).toBeGreaterThan(100);
  });

  it('lays runs out as lines through what one chooses and as points, each of which opens its run', async () => {
    const { page } = walk;
    const relations = walk.section('What has to do with what');
    await relations.getByText('Axes').first().click();
    await relations.getByRole('checkbox', { name: 'optimizer' }).click();
    const parallel = relations.locator('.page-chart').first();
    await parallel.getByRole('button', { name: 'Table' }).click();
    const heads = await parallel.getByRole('columnheader').allInnerTexts();
    await relations.getByRole('combobox', { name: 'across' }).selectOption('rate');
    await relations.getByRole('combobox', { name: 'up', exact: true }).selectOption('holes');
    const scatter = relations.locator('.page-chart').last();
    await scatter.getByText('holes by rate').waitFor();
    await shoot(page, 'page-relations');
    const points = scatter.locator('svg path[fill^="hsl"], svg path[fill^="rgb"]');
    // A chart that is drawn anew while it is clicked has its points elsewhere a moment later.
    await eventually(async () => {
      const isThere = /\/runs\/run_/;
      if (!isThere.test(page.url())) await points.last().click({ timeout: 2_000 });
      await page.waitForURL(isThere, { timeout: 2_000 });
    }, 30_000);

    expect(heads).toContain('rate');
    expect(heads).not.toContain('optimizer');
  });

  it('says in the words of the service what is no run', async () => {
    await walk.go('/compare?runs=run_01m8f6y903f6b9zdnckmydaqyw,nonsense');

    expect(await walk.page.getByRole('alert').innerText()).toMatch(/run_01m8f6y903f6b9zdnckmydaqyw|nonsense/);
  });
});
