import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import { launchBrowser } from '../../support/foreign/browser.js';
import { makeKey } from '../../support/seeds/keys.js';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ConsolePage } from './console-page.js';
import { LineagePage } from './picture/lineage-page.js';
import { shoot } from './shoot.js';

const KEY_FIELD = 'input[aria-label="API key"]';

let app: AppUnderTest;
let browser: Browser;
let url: string;
let key: string;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { ACCESS: 'required' } });
  key = (await makeKey(app, { role: 'READER', name: 'Olga' })).key;
  url = `${await app.listen()}/`;
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await app.close();
});

async function signIn(console: Pick<ConsolePage, 'page'>, secret: string): Promise<void> {
  await console.page.locator(KEY_FIELD).fill(secret);
  await console.page.locator('.account button', { hasText: 'Sign in' }).click();
}

describe('GraphiQL where it takes a key to ask', () => {
  it('asks for one, says what is wrong with it, and then who one is', async () => {
    const console = await ConsolePage.open(browser, url);
    await console.page.locator(KEY_FIELD).waitFor();
    await shoot(console.page, 'sign-in-asked');

    await signIn(console, `hw_${'0'.repeat(12)}_${'0'.repeat(64)}`);
    const problem = await console.page.locator('.account [role=alert]').innerText();
    await shoot(console.page, 'sign-in-refused');
    expect(problem).toContain('There is no such key');

    await signIn(console, key);
    await console.page.locator('.account', { hasText: 'Olga' }).waitFor();
    await console.ready();
    // The editors are made anew for whoever has signed in.
    await eventually(async () => {
      await console.writeQuery('query Who { __typename }');
      expect(await console.run()).toContain('"__typename": "Query"');
    });
    await shoot(console.page, 'sign-in-signed-in');
    await console.close();
  }, 120_000);

  it('keeps the key in its tab alone, until one signs out', async () => {
    const console = await ConsolePage.open(browser, url);
    await signIn(console, key);
    await console.page.locator('.account', { hasText: 'Olga' }).waitFor();
    await console.reload();
    await console.page.locator('.account', { hasText: 'Olga' }).waitFor();

    const stored = await console.page.evaluate<string>('JSON.stringify(localStorage) + document.cookie');
    expect(stored).not.toContain(key.slice(16));
    const other = await console.page.context().newPage();
    await other.goto(url);
    await other.locator(KEY_FIELD).waitFor();
    await other.close();

    await console.page.locator('.account button', { hasText: 'Sign out' }).click();
    await console.page.locator(KEY_FIELD).waitFor();
    expect(await console.page.evaluate('sessionStorage.length')).toBe(0);
    await console.close();
  }, 120_000);
});

describe('A picture where it takes a key to ask', () => {
  it('asks for one, then shows what its address says, in the project that stands there', async () => {
    const owner = await makeKey(app, { role: 'OWNER', name: 'Ada' });
    await app.graphql(
      'mutation { createProject(input: { name: "rivers" }) { project { name } } }',
      {},
      { key: owner.key },
    );
    const seed = new Seed(app, { key: owner.key, project: 'rivers' });
    const levels = await seed.datasetVersion('levels');
    await levels.derive('floods');
    const context = await browser.newContext({ viewport: { width: 1400, height: 700 } });
    const page = await context.newPage();
    await page.goto(`${url}p/rivers/lineage/levels@1?as=names&select=${levels.id}`);
    const problem = await page.getByRole('alert').innerText();
    const opened = new LineagePage(page);
    await signIn(opened, key);
    await page.locator('.account', { hasText: 'There is no project "rivers" that you may see' }).waitFor();
    await signIn(opened, (await makeKey(app, { role: 'READER', name: 'Mia', project: 'rivers' })).key);
    await opened.ready();
    await page.locator('.lineage-strip').waitFor();

    expect(problem).toMatch(/key/);
    expect(await opened.labels()).toEqual(expect.arrayContaining(['levels', 'floods']));
    expect(await page.locator('.lineage-strip').innerText()).toContain('levels@1');
    expect(new URL(page.url()).pathname).toBe('/p/rivers/lineage/levels@1');
    await context.close();
  }, 60_000);
});

describe('GraphiQL where access is open', () => {
  it('says so by the name that is recorded', async () => {
    const open = await startAppUnderTest();
    const console = await ConsolePage.open(browser, `${await open.listen()}/`);
    expect(await console.page.locator('.account').innerText()).toBe('local');
    await shoot(console.page, 'sign-in-open');
    await console.close();
    expect(console.complaints).toEqual([]);
    await open.close();
  }, 120_000);
});
