import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { shoot } from '../shoot.js';
import { LineagePage } from './lineage-page.js';
import { ServedPictures } from './served-pictures.js';

/** On a machine that does nothing else: FIRST_PICTURE_MS=1000. */
const FIRST_PICTURE_MS = Number(process.env.FIRST_PICTURE_MS ?? 15_000);
const MOST_BYTES = 600_000;

const WATCH = `new MutationObserver((_, observer) => {
  if (document.querySelector('.lineage-canvas[data-ready] .lineage-card') === null) return;
  window.firstCard = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true })`;

const pictures = new ServedPictures();

describe('A picture that somebody looks at', () => {
  it('is there soon after the answer, of fewer than 600 kB', async () => {
    const context = await pictures.browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const sizes: Promise<number>[] = [];
    page.on('response', (response) =>
      sizes.push(response.allHeaders().then((all) => Number(all['content-length'] ?? 0))),
    );
    await page.goto(`${pictures.url}/lineage/production/flight-delay`);
    await new LineagePage(page).ready();
    const [answered, drawn] = await page.evaluate<[number, number]>(`[
      performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/graphql'))
        .map(({ responseEnd }) => responseEnd).filter((end) => end < window.firstCard).at(-1),
      window.firstCard,
    ]`);
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    await context.close();

    process.stderr.write(`the first picture ${(drawn - answered).toFixed(0)} ms after the answer, ${bytes} bytes\n`);
    expect(drawn - answered).toBeLessThan(FIRST_PICTURE_MS);
    expect(bytes).toBeGreaterThan(300_000);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it('shows what is done meanwhile, where it belongs, and moves nothing else', async () => {
    const opened = await pictures.open('winter_flights@1', { reducedMotion: 'no-preference' });
    const places = () =>
      opened.page
        .locator('.react-flow__node')
        .evaluateAll((all) => all.map((each) => [each.getAttribute('data-id'), each.getAttribute('style')]));
    const before = await places();
    const { startRun } = await pictures.app.graphql<{ startRun: { run: { id: string } } }>(
      `mutation { startRun(input: { name: "late-comer", type: TRAINING, inputs: [{ ref: "winter_flights@1" }] }) { run { id } } }`,
    );
    await opened.card('late-comer').waitFor();
    await opened.page.locator('.lineage-chip[data-word=running]').waitFor();
    const left = async (label: string) => (await opened.card(label).boundingBox())?.x ?? Number.NaN;

    expect(await left('late-comer')).toBeGreaterThan(await left('winter_flights@1'));
    expect(await places()).toEqual(expect.arrayContaining(before));

    // What is said of a card follows too.
    await pictures.app.graphql(
      'mutation ($id: Ref!) { finishRun(input: { run: $id, status: FAILED }) { run { id } } }',
      {
        id: startRun.run.id,
      },
    );
    await opened.page.locator('.lineage-chip[data-word=failed]').waitFor();
  });

  it('comes as soon as the service is there again', async () => {
    const context = await pictures.browser.newContext();
    const page = await context.newPage();
    await page.route('**/graphql**', (route) => route.abort());
    await page.goto(`${pictures.url}/lineage/flight_delay@1`);
    const problem = await page.getByRole('alert').innerText();
    await page.unroute('**/graphql**');
    await new LineagePage(page).ready();
    const alerts = await page.getByRole('alert').count();
    await context.close();

    expect(problem).toMatch(/^The service does not answer\./);
    expect(alerts).toBe(0);
  });
});

/** What stands above the picture. */
const head = (page: Page) => ({
  crumbs: page.getByRole('navigation', { name: 'Breadcrumb' }),
  field: page.getByRole('combobox', { name: 'Search everything' }),
  options: page.getByRole('option'),
  says: (text: RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor(),
});

describe('Above a picture', () => {
  it('stands where one is, with the way up, also for what is called by its alias or its id', async () => {
    const { page } = await pictures.open('flight_delay@champion');
    const { crumbs } = head(page);
    await crumbs.getByRole('link', { name: 'model', exact: true }).waitFor();
    const words = (await crumbs.innerText()).replaceAll(/\s+/g, ' ');
    const links = await crumbs.getByRole('link').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    const { modelVersion } = await pictures.app.graphql<{ modelVersion: { id: string; run: { id: string } } }>(
      '{ modelVersion(ref: "flight_delay@1") { id run { id } } }',
    );
    await page.goto(`${pictures.url}/p/default/lineage/${modelVersion.id}`);
    await crumbs.getByRole('heading', { name: 'flight_delay@1', exact: true }).waitFor();
    const inProject = await crumbs.getByRole('link', { name: 'default' }).getAttribute('href');
    await page.goto(`${pictures.url}/lineage/${modelVersion.run.id}`);
    await crumbs.getByRole('heading', { name: 'train-origin', exact: true }).getByRole('link').click();
    await page.getByRole('region', { name: 'Parameters' }).waitFor();

    expect(words).toMatch(/^default \/ model \/ flight_delay@\d flight_delay@champion$/);
    expect(links).toEqual(['/changes', '/models', '/models/flight_delay']);
    expect(inProject).toBe('/p/default/changes');
    expect((await crumbs.innerText()).replaceAll(/\s+/g, ' ')).toBe('default / Runs / train-origin');
  });

  it('leads to anything by the keys, and says what is not there or goes wrong', async () => {
    const { page } = await pictures.open('flights@1');
    const { field, options, says } = head(page);
    await page.keyboard.press('/');
    await page.keyboard.type('no such thing');
    await says(/^Nothing has a word that begins with “no such thing”/);
    await field.fill('?!');
    await says(/has no letter or digit to search for/);

    // Whoever writes on breaks off what was asked before.
    await page.route('**/graphql', (route) =>
      /"text":"air"/.test(route.request().postData() ?? '') ? undefined : route.continue(),
    );
    const brokenOff = page.waitForEvent('requestfailed', (request) => /"text":"air"/.test(request.postData() ?? ''));
    const first = page.waitForRequest((request) => /"text":"air"/.test(request.postData() ?? ''));
    await field.fill('air');
    await first;
    await field.fill('airport_tra');
    await brokenOff;
    await options.first().waitFor();
    const found = await options.allInnerTexts();
    await page.keyboard.press('ArrowUp');
    const at = page.locator('[role=option][aria-selected=true]');
    const last = await at.innerText();
    await page.keyboard.press('ArrowDown');
    const active = (await field.getAttribute('aria-activedescendant')) === (await at.getAttribute('id'));
    await shoot(page, 'lineage-search');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'lineage-search-dark');
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot(page, 'lineage-search-phone');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    const chosen = (await at.locator('strong').innerText()).trim();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/lineage/${chosen}`);
    await new LineagePage(page).ready();

    expect(found.length).toBeGreaterThan(1);
    expect(found[0]).toMatch(/^airport_traffic[\s\S]*feature set$/);
    expect(last).toBe(found.at(-1));
    expect(active).toBe(true);
    expect(width).toBe(390);
  });

  it('asks on while the service is away, and opens what was found for whoever pressed Enter before', async () => {
    const { page } = await pictures.open('flights@1');
    const { field, says } = head(page);
    await page.route('**/graphql', (route) =>
      route.fulfill({ json: { errors: [{ message: 'The service rests.', extensions: { code: 'UNAVAILABLE' } }] } }),
    );
    await field.fill('winter_flights@1');
    await says(/^The service rests\./);
    await page.unroute('**/graphql');
    await page.getByRole('option').first().waitFor();
    await field.fill('airports@1');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/lineage/airports@1');
  });
});
