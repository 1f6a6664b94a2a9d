import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type AppUnderTest, startAppUnderTest } from '../../support/app-under-test.js';
import { launchBrowser } from '../../support/browser.js';
import { makeKey } from '../../support/keys.js';
import { ConsolePage } from './console-page.js';

const SCREENSHOTS = new URL('__screenshots__/', import.meta.url).pathname;
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

async function signIn(console: ConsolePage, secret: string): Promise<void> {
  await console.page.locator(KEY_FIELD).fill(secret);
  await console.page.locator('.account button', { hasText: 'Sign in' }).click();
}

describe('GraphiQL where it takes a key to ask', () => {
  it('asks for one, says what is wrong with it, and then who one is', async () => {
    const console = await ConsolePage.open(browser, url);
    await console.page.locator(KEY_FIELD).waitFor();
    await console.screenshot(`${SCREENSHOTS}sign-in-asked.png`);

    await signIn(console, `hw_${'0'.repeat(12)}_${'0'.repeat(64)}`);
    const problem = await console.page.locator('.account [role=alert]').innerText();
    await console.screenshot(`${SCREENSHOTS}sign-in-refused.png`);
    expect(problem).toContain('There is no such key');

    await signIn(console, key);
    await console.page.locator('.account', { hasText: 'Olga' }).waitFor();
    await console.ready();
    await console.writeQuery('query Who { __typename }');
    expect(await console.run()).toContain('"__typename": "Query"');
    await console.screenshot(`${SCREENSHOTS}sign-in-signed-in.png`);
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

describe('GraphiQL where access is open', () => {
  it('says so by the name that is recorded', async () => {
    const open = await startAppUnderTest();
    const console = await ConsolePage.open(browser, `${await open.listen()}/`);
    expect(await console.page.locator('.account').innerText()).toBe('local');
    await console.screenshot(`${SCREENSHOTS}sign-in-open.png`);
    await console.close();
    expect(console.complaints).toEqual([]);
    await open.close();
  }, 120_000);
});
