import { describe, expect, it } from '@jest/globals';
import { shoot } from '../shoot.js';
import { ServedPictures } from './served-pictures.js';

const DEPLOYMENT = 'production/flight-delay';

const pictures = new ServedPictures();

describe('The page of a node', () => {
  it('shows what reaches a deployment, from the left to the right', async () => {
    const opened = await pictures.open(DEPLOYMENT, { viewport: { width: 1400, height: 560 } });
    const { page } = opened;
    await page.locator('.lineage-chip[data-word=live]').waitFor();
    const labels = await page.locator('.lineage-card-label').allInnerTexts();
    const left = async (label: string) => (await opened.card(label).boundingBox())?.x ?? Number.NaN;

    expect(labels).toEqual(
      expect.arrayContaining(['flights@1', 'airport_traffic@1', 'flight_delay@1', 'flight_delay@2', DEPLOYMENT]),
    );
    expect(labels).not.toContain('production');
    expect(await left('flights@1')).toBeLessThan(await left('airport_traffic@1'));
    expect(await left('airport_traffic@1')).toBeLessThan(await left('flight_delay@1'));
    expect(await left('flight_delay@1')).toBeLessThan(await left(DEPLOYMENT));
    expect(await page.locator('.lineage-edge-label').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^90 %/), expect.stringMatching(/^10 %/)]),
    );
    await shoot(page, 'lineage-demo');
  });

  it('lights the way of a column up to the model that reads it', async () => {
    const opened = await pictures.open(DEPLOYMENT);
    await opened
      .card('flights@1')
      .getByRole('button', { name: /^Show .* columns/ })
      .click();
    await opened
      .card('winter_flights@1')
      .getByRole('button', { name: /^Show .* columns/ })
      .click();
    // By the keys: to the features, and along an edge.
    await opened.card('airport_traffic@1').locator('[data-card]').focus();
    await opened.page.keyboard.press('c');
    await opened.row('departures_3h').and(opened.page.locator(':focus')).waitFor();
    await opened.page.keyboard.press('ArrowDown');
    await opened.row('mean_delay_3h').and(opened.page.locator(':focus')).waitFor();
    await opened.row('origin__mean_delay_3h').and(opened.page.locator('[data-lit]')).waitFor();
    const ofFeature = await opened.litRows();
    await opened.page.keyboard.press('ArrowRight');
    await opened.row('origin__mean_delay_3h').and(opened.page.locator(':focus')).waitFor();
    await opened.row('delay').hover();
    await opened.row('destination__late_share_3h').and(opened.page.locator('[data-lit]')).waitFor();
    const rows = await opened.litRows();
    await shoot(opened.page, 'lineage-columns');

    expect(ofFeature).toEqual(expect.arrayContaining(['delay', 'mean_delay_3h', 'destination__mean_delay_3h']));
    expect(ofFeature).not.toContain('origin__late_share_3h');
    expect(rows).toEqual(expect.arrayContaining(['delay', 'mean_delay_3h', 'origin__mean_delay_3h']));
    expect(rows).not.toContain('destination');
    expect(rows).not.toContain('hour_of_day');
    expect(await opened.lit()).toEqual(
      expect.arrayContaining(['flights@1', 'airport_traffic@1', 'flight_delay@1', DEPLOYMENT]),
    );
    expect(await opened.lit()).not.toContain('airports@1');
  });

  it('folds and shows what is around a card, and leaves the others where they are', async () => {
    const opened = await pictures.open('flight_delay@1');
    const card = opened.card('flight_delay@1');
    const before = await opened.place('flight_delay@1');
    await card.hover();
    await card.getByRole('button', { name: /^Fold what is upstream/ }).click();
    await opened.card('flights@1').waitFor({ state: 'detached' });
    const torn = await card.getByRole('button', { name: /^Show \d+ more upstream/ }).innerText();
    await card.getByRole('button', { name: /^Show \d+ more upstream/ }).click();
    await opened.card('airport_traffic@1').waitFor();

    expect(torn).toMatch(/^\+\d+$/);
    expect(await opened.place('flight_delay@1')).toBe(before);
  });

  it('gives a link that opens the same view', async () => {
    const opened = await pictures.open('flight_delay@1');
    await opened.choose('flight_delay@1');
    await opened.tool('Versions').click();
    await opened.card('flight_delay').first().waitFor();
    const link = opened.page.url();
    const shown = await opened.labels();
    await opened.page.goto(link);
    await opened.ready();

    expect(shown).toContain('flights');
    expect(await opened.labels()).toEqual(shown);
    expect(await opened.page.locator('.lineage-strip').first().innerText()).toContain('flight_delay@1');
    await opened.tool('Names').click();
    await opened.card('flights@1').waitFor();
    await opened.page.goBack();
    await opened.card('flights').waitFor();
    expect(opened.page.url()).toBe(link);
  });

  it('shows the ways between two nodes, and says how many', async () => {
    const opened = await pictures.open(DEPLOYMENT);
    await opened.choose('airports@1');
    await opened.tool('Ways from here').click();
    await opened.choose('flight_delay@2');
    await opened.tool('Ways to here').click();
    await opened.page.getByText(/^\d+ ways/).waitFor();

    expect(await opened.lit()).toEqual(expect.arrayContaining(['airports@1', 'flight_delay@2']));
    expect(await opened.lit()).not.toContain('flight_delay@1');
    await opened.tool('Query').click();
    await opened.page.locator('.graphiql-query-editor', { hasText: 'query Paths' }).waitFor();
    expect(new URL(opened.page.url()).hash).toBe('');
  });

  it('marks what a change would break, and lists it by traffic', async () => {
    const opened = await pictures.open('flights@1');
    await opened.choose('flights@1');
    await opened.tool('What would break').click();
    const strip = opened.page.getByRole('complementary', { name: 'What would break' });
    await strip.getByText(/would be hit, 1 live deployment$/).waitFor();
    await shoot(opened.page, 'lineage-impact');
    const chip = (label: string) => opened.card(label).locator('.lineage-chip[data-outcome]').innerText();

    expect(await chip('airport_traffic@1')).toBe('◷ goes stale');
    expect(await chip(DEPLOYMENT)).toBe('◷ goes stale');
    expect(await opened.lit()).toEqual(expect.arrayContaining(['flights@1', 'flight_delay@1', DEPLOYMENT]));
    expect(await opened.lit()).not.toContain('airports@1');
    expect(await strip.locator('li').first().innerText()).toContain(DEPLOYMENT);
    await strip.getByRole('combobox').selectOption('deprecated');
    await opened.card(DEPLOYMENT).getByText('! warned').waitFor();
    expect(new URL(opened.page.url()).searchParams.get('change')).toBe('deprecate');
  });

  it('draws the difference of two model versions as one graph', async () => {
    const opened = await pictures.open('flight_delay@1');
    await opened.page.goto(`${pictures.url}/lineage/flight_delay@2?diff=flight_delay@1&with=flight_delay@2`);
    await opened.page.locator('.lineage-card[data-change=ADDED]').first().waitFor();
    await opened.page.locator('.lineage-sentences li').first().waitFor();
    await shoot(opened.page, 'lineage-diff');
    const changes = (change: string) =>
      opened.page.locator(`.lineage-card[data-change=${change}] .lineage-card-label`).allInnerTexts();

    expect(await changes('ADDED')).toContain('flight_delay@2');
    expect(await changes('REMOVED')).toContain('flight_delay@1');
    expect(await opened.page.locator('.lineage-sentences').innerText()).toContain('+ airport_traffic');
    // What has changed stands on the card that has changed.
    expect((await opened.card('flight_delay@2').innerText()).replaceAll(/\s+/g, ' ')).toMatch(
      /\+ added mean_delay_3h~destination .*≠ changed roc_auc 0\.613 → 0\.658/,
    );
  });

  it('shows the graph as it was, and says when it was not there', async () => {
    const opened = await pictures.open('flight_delay@1');
    await opened.tool('as of now').click();
    await opened.page.getByRole('slider', { name: 'As of' }).fill('0');
    await opened.page.getByRole('alert').or(opened.page.locator('time[datetime]')).first().waitFor();

    expect(new URL(opened.page.url()).searchParams.get('asOf')).toMatch(/^\d{4}-/);
    await opened.tool('now').click();
    await opened.card('flights@1').waitFor();
  });

  it('is walked with the keys, and found in', async () => {
    const opened = await pictures.open(DEPLOYMENT);
    await opened.page.locator(`[data-card]`).first().waitFor();
    await opened.card(DEPLOYMENT).locator('[data-card]').focus();
    await opened.page.keyboard.press('ArrowLeft');
    const left = await opened.page.evaluate<string>('document.activeElement.ariaLabel');
    await opened.page.keyboard.press('Enter');
    await opened.page.locator('.lineage-strip').waitFor();
    await opened.page.keyboard.press('?');
    const help = await opened.page.locator('.lineage-help').innerText();
    await opened.page.keyboard.press('Escape');
    // Where everything is searched by `/`, the graph has a key of its own.
    await opened.page.keyboard.press('g');
    await opened.page.keyboard.type('airports');
    await opened.page.keyboard.press('Enter');
    await opened.page.locator('.lineage-card[data-found][data-selected]').waitFor();

    expect(left).toMatch(/^flight_delay@\d+, model/);
    expect(help).toContain('fit everything');
  });

  it('is a table for those who read, and a list on a phone', async () => {
    const opened = await pictures.open(`${DEPLOYMENT}`, { viewport: { width: 390, height: 844 } });
    await shoot(opened.page, 'lineage-phone');
    await opened.tool('Table').click();
    const row = opened.page
      .locator('tr')
      .filter({ has: opened.page.locator('th', { hasText: /^airport_traffic@1$/ }) });
    await row.getByText('feature set').waitFor();
    await shoot(opened.page, 'lineage-phone-table');

    expect(await row.innerText()).toContain('flights@1');
    expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('is saved as SVG and PNG', async () => {
    const opened = await pictures.open(DEPLOYMENT);
    const save = async (name: string) => {
      const [download] = await Promise.all([opened.page.waitForEvent('download'), opened.tool(name).click()]);
      return (await (await download.createReadStream()).toArray()).map(String).join('');
    };

    expect(await save('SVG')).toMatch(/^<svg [\s\S]*flight_delay@1[\s\S]*<\/svg>$/);
    expect((await save('PNG')).slice(1, 4)).toBe('PNG');
  });

  it('says in the words of the service what is wrong', async () => {
    const context = await pictures.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${pictures.url}/lineage/nothing@7`);
    const problem = await page.getByRole('alert').innerText();
    await context.close();

    expect(problem).toContain('nothing@7');
  });
});
