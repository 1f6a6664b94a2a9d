import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ServedPictures } from './picture/served-pictures.js';
import { shoot } from './shoot.js';

const pictures = new ServedPictures();
const complaints: string[] = [];
let page: Page;

beforeAll(async () => {
  page = await (await pictures.browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
}, 60_000);

afterAll(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

const shot = (name: string) => shoot(page, `page-${name}`);
const section = (name: string) => page.getByRole('region', { name });

describe('The pages, one after the other as somebody walks through them', () => {
  it('lists runs, filtered and ordered as the address says', async () => {
    await page.goto(`${pictures.url}/runs`);
    await page.getByRole('link', { name: 'train-origin' }).waitFor();
    await shot('runs');
    await page.getByRole('checkbox', { name: 'evaluation' }).click();
    await page.getByRole('link', { name: 'train-origin' }).waitFor({ state: 'detached' });
    await page.getByLabel('Condition on a metric').fill('roc_auc > 0.64');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('link', { name: 'evaluate-origin' }).waitFor({ state: 'detached' });
    const search = new URL(page.url()).searchParams;
    await page.reload();
    await page.getByRole('link', { name: 'evaluate-both-ends' }).waitFor();

    expect([search.get('type'), search.get('metric')]).toEqual(['EVALUATION', 'roc_auc > 0.64']);
    expect(await page.locator('.page-list tbody tr').count()).toBe(1);
  });

  it('says what is no condition', async () => {
    await page.getByLabel('Condition on a metric').fill('roc_auc is good');
    await page.getByRole('button', { name: 'Add' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('"roc_auc is good" is no condition');
  });

  it('compares two runs: what differs, and how their metrics went', async () => {
    await page.goto(`${pictures.url}/runs?type=TRAINING`);
    for (const name of ['train-origin', 'train-both-ends']) await page.getByLabel(`Choose ${name}`).check();
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    await page.locator('.page-chart-frame svg').nth(2).waitFor();
    await shot('compare');
    const differs = await section('What differs').innerText();

    expect(differs).toMatch(/vector/);
    expect(differs).not.toMatch(/algorithm/);
    await page.getByLabel('Show what is the same too').click();
    await section('What differs').getByText('algorithm').waitFor();
  });

  it('shows a run with its parameters, its history and what it read and made', async () => {
    await section('What differs').getByRole('link', { name: 'train-both-ends' }).click();
    await section('Made').waitFor();
    await page.locator('.page-chart-frame svg').waitFor();
    await shot('run');

    expect(await section('Metrics').innerText()).toContain('training_loss');
    expect(await section('Read').innerText()).toContain('winter_flights@1');
    expect(await section('Made').innerText()).toContain('flight_delay@2');
    await section('How they went').getByRole('button', { name: 'Table' }).click();
    expect(await section('How they went').locator('tbody tr').count()).toBeGreaterThan(2);
  });

  it('shows a model, its versions and history, now and as of a time before it', async () => {
    await section('Made').getByRole('link', { name: 'flight_delay@2' }).click();
    await section('Versions').getByText('champion').waitFor();
    await shot('model');
    const [versions, history] = [await section('Versions').innerText(), await section('History').innerText()];
    await page.goto(`${page.url()}?asOf=2001-01-01T00:00:00Z`);
    await section('Versions').getByText('None was there yet.').waitFor();

    expect(versions).toMatch(/challenger[\s\S]*production\/flight-delay/);
    expect(history).toMatch(/binding production\/flight-delay\s+flight_delay@1 none → 90 %/);
    expect(await section('History').innerText()).toContain('Nothing has moved.');
  });

  it('shows who serves a deployment', async () => {
    await page.getByRole('link', { name: 'Deployments' }).click();
    await page.getByRole('link', { name: 'production/flight-delay' }).click();
    await section('Split').getByText('90 %').last().waitFor();
    await shot('deployment');

    expect(await section('Who served').innerText()).toMatch(/90 %\s+flight_delay@1 from .*, until now/);
  });

  it('finds a feature set by the search, and looks a key up', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('airport_tra');
    await page
      .getByRole('option', { name: /airport_traffic(?!@)/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await section('Look up').getByRole('cell', { name: 'expired' }).first().waitFor();
    await section('Look up').getByLabel('Key').fill('{"airport": "SEA"}');
    await section('Look up').getByRole('button', { name: 'Look up' }).click();
    await shot('feature-set');

    expect(await section('Features').innerText()).toContain('flights@1');
    expect(await section('Read by').innerText()).toContain('production/flight-delay');
    await section('Look up').getByLabel('Key').fill('SEA');
    await section('Look up').getByRole('button', { name: 'Look up' }).click();
    await section('Look up').getByText('A key is a JSON object').waitFor();
  });

  it('tells what was done, by action, and opens the query in GraphiQL', async () => {
    await page.getByRole('link', { name: 'Changes' }).click();
    await page.getByLabel(/^Action/).fill('deployment:deploy');
    await section('What was done').getByText('1', { exact: true }).waitFor();
    await shot('changes');
    await page.getByRole('link', { name: 'Open in GraphiQL' }).click();
    await page.locator('.graphiql-query-editor', { hasText: 'query Changes' }).waitFor();
    // GraphiQL leads back to the pages.
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Runs' }).click();
    await page.getByRole('link', { name: 'train-origin' }).waitFor();
  });

  it('is a list on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await shot('phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});
