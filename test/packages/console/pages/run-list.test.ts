import { beforeAll, describe, expect, it } from '@jest/globals';
import { seedRun } from './pages-seed.js';
import { WalkedPage } from './walked-page.js';

const walk = new WalkedPage();

beforeAll(async () => {
  for (const [name, rate, loss, team] of [
    ['slow', '0.01', 0.5, 'a'],
    ['middle', '0.1', 0.3, 'b'],
    ['fast', '0.9', 0.9, 'c'],
  ] as const)
    await seedRun(walk, {
      name,
      parameters: { rate, team },
      metrics: {
        sweep_loss: [
          [0, 1],
          [1, loss],
        ],
      },
    });
}, 60_000);

const names = () => walk.page.locator('.page-list tbody th').allInnerTexts();
const condition = (index: number) => walk.page.locator('.run-condition').nth(index);
const gone = (name: string) => walk.page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' });

describe('The list of runs', () => {
  it('is filtered by conditions joined by and, or and not, which stand in the address', async () => {
    const { page } = walk;
    await walk.go('/runs');
    await page.getByRole('button', { name: 'More conditions' }).click();
    await page.getByLabel('How they are joined').selectOption('Any of these holds');
    for (const _ of 'ab') await page.getByRole('button', { name: '+ Condition' }).first().click();
    await condition(0).getByLabel('Name of the metric').fill('sweep_loss');
    await condition(0).getByLabel('How it is compared').selectOption('<');
    await condition(0).getByLabel('With what').fill('0.4');
    await condition(1).getByLabel('About what').selectOption('parameter');
    await condition(1).getByLabel('Name of the parameter').fill('rate');
    await condition(1).getByLabel('How it is compared').selectOption('>');
    await condition(1).getByLabel('With what').fill('0.5');
    await page.getByRole('button', { name: 'Apply' }).click();
    await gone('slow');
    const either = await names();
    const filter = JSON.parse(walk.search().get('where') ?? '');
    await page.getByLabel('How they are joined').selectOption('None of these holds');
    await page.getByRole('button', { name: 'Apply' }).click();
    await gone('fast');
    const neither = await names();
    await page.goBack();
    await page.getByRole('link', { name: 'fast', exact: true }).waitFor();

    expect(either).toEqual(['fast', 'middle']);
    expect(filter).toEqual({
      or: [
        { metrics: [{ name: 'sweep_loss', op: 'LT', value: 0.4 }] },
        { parameters: [{ name: 'rate', op: 'GT', value: '0.5' }] },
      ],
    });
    expect(neither).toContain('slow');
    // The builder shows what the address says, whoever wrote it.
    expect(await page.getByLabel('How they are joined').inputValue()).toBe('or false');
    expect(await condition(1).getByLabel('With what').inputValue()).toBe('0.5');
  });

  it('says what is wrong with a condition, and keeps what was written', async () => {
    await condition(0).getByLabel('With what').fill('much');
    await walk.page.getByRole('button', { name: 'Apply' }).click();

    expect(await walk.page.getByRole('alert').innerText()).toBe('metric: "much" is no number.');
    expect(await names()).toEqual(['fast', 'middle']);
  });

  it('has the columns that one chooses, and is ordered by them', async () => {
    const { page } = walk;
    await walk.go('/runs?name=o');
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByLabel('What the column is of').selectOption('least');
    await page.getByLabel('Name of the metric, parameter or tag').fill('sweep_loss');
    await page.getByRole('button', { name: 'Add column' }).click();
    await page.getByRole('checkbox', { name: 'rate', exact: true }).click();
    await page.getByRole('columnheader', { name: 'rate' }).waitFor();
    await page.getByRole('checkbox', { name: 'Experiment' }).click();
    await page.getByRole('columnheader', { name: 'Experiment' }).waitFor({ state: 'detached' });
    await page.getByRole('columnheader', { name: 'rate' }).getByRole('button').click();
    await page.getByRole('columnheader', { name: 'rate ↓' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'slow' });

    expect(walk.search().getAll('columns')).toContain('metric.min:sweep_loss');
    expect(walk.search().get('order')).toBe('PARAMETER DESC rate');
    expect(await row.locator('[data-of="sweep_loss (min)"]').innerText()).toBe('0.5');
    expect(await row.locator('[data-of=rate]').innerText()).toBe('0.01');
  });

  it('remembers views by name, and forgets them', async () => {
    const { page } = walk;
    await page.getByLabel('Name of the view').fill('<b>mine</b> 🛩');
    await page.getByRole('button', { name: 'Save view' }).click();
    const saved = walk.page.url();
    await walk.go('/runs');
    await page.getByRole('link', { name: '<b>mine</b> 🛩' }).click();
    await page.getByRole('columnheader', { name: 'rate' }).waitFor();
    const again = page.url();
    await page.getByRole('button', { name: 'Forget the view' }).click();
    await page.reload();
    await page.getByRole('columnheader', { name: 'rate' }).waitFor();

    expect(again).toBe(saved);
    expect(await page.getByRole('button', { name: 'Forget the view' }).count()).toBe(0);
  });

  it('goes on page by page, however many there are, and as of a time', async () => {
    const { page } = walk;
    for (const from of [0, 40, 80])
      await walk.ask(
        `mutation { ${Array.from({ length: from === 80 ? 30 : 40 }, (_, index) => `r${index}: startRun(input: {type: OTHER, experiment: "many", name: "n${from + index}"}) { run { id } }`).join(' ')} }`,
      );
    await walk.go('/runs?where={"experiment":"many"}');
    await page.getByRole('link', { name: 'n109', exact: true }).waitFor();
    const first = (await names()).length;
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'n0', exact: true }).waitFor();
    const second = (await names()).length;
    await page.getByRole('button', { name: 'First page' }).click();
    await page.getByRole('link', { name: 'n109', exact: true }).waitFor();
    await walk.go('/runs?asOf=2001-01-01T00:00:00Z');
    await page.getByText('No run is like that.').waitFor();

    expect([first, second]).toEqual([100, 10]);
  });
});
