import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../../support/eventually.js';
import { launchBrowser } from '../../support/foreign/browser.js';
import { ConsolePage } from './console-page.js';
import { consoleServer } from './console-server.js';
import { fixtureBundle } from './fixture-bundle.js';
import { KeptTab } from './kept-tab.js';
import { shoot } from './shoot.js';

let browser: Browser;
const tab = new KeptTab(async () => browser);
let graphiql: ConsolePage;
let url: string;
let app: ReturnType<typeof consoleServer>;

beforeAll(async () => {
  app = consoleServer((await fixtureBundle()).directory);
  url = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
});

afterEach(() => tab.leave());

afterAll(async () => {
  await browser?.close();
  await app?.close();
});

describe('A narrow window', () => {
  it('shows the answer below the editors, as wide as they are, and so it does when it becomes wider, up to 700 px', async () => {
    graphiql = await ConsolePage.open(tab, url, { viewport: { width: 320, height: 740 } });
    for (const width of [320, 499, 700]) {
      await graphiql.page.setViewportSize({ width, height: 740 });
      const answer = await graphiql.run();
      await shoot(graphiql.page, `narrow-${width}`);
      const [editors, result] = [await graphiql.box('.graphiql-editors'), await graphiql.box('.result-window')];

      expect(answer).toContain('"delay-model"');
      expect(result.y).toBeGreaterThanOrEqual(editors.y + editors.height);
      expect(result.width).toBeGreaterThan(width * 0.85);
      expect(result.height).toBeGreaterThan(150);
      expect(result.y + result.height).toBeLessThanOrEqual(740);
      expect(await graphiql.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  it('gives the docs the whole window, and the editors back', async () => {
    graphiql = await ConsolePage.open(tab, url, { viewport: { width: 360, height: 740 } });
    await graphiql.openDocs();
    await shoot(graphiql.page, 'narrow-docs');
    const docs = await graphiql.box('.graphiql-doc-explorer');
    await graphiql.page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();

    expect(docs.width).toBeGreaterThan(300);
    expect(docs.x).toBeGreaterThanOrEqual(0);
    expect(await graphiql.run()).toContain('"name": "delay-model"');
  });

  it('shows the answer even if it was dragged away in a wide one', async () => {
    graphiql = await ConsolePage.open(tab, url);
    await graphiql.hidePicture();
    const bar = await graphiql.box('#graphiql-session > .graphiql-horizontal-drag-bar');
    await graphiql.page.mouse.move(bar.x + bar.width / 2, 400);
    await graphiql.page.mouse.down();
    await graphiql.page.mouse.move(1_390, 400, { steps: 4 });
    await graphiql.page.mouse.up();
    await graphiql.page.setViewportSize({ width: 360, height: 740 });

    await graphiql.run();

    // Its lines are broken for the room that it had before until it is drawn for the one it has.
    await eventually(async () => expect(await graphiql.response()).toContain('"name": "delay-model"'));
    expect((await graphiql.box('.result-window')).x).toBeGreaterThanOrEqual(0);
  });
});

describe('The keyboard', () => {
  it('comes to the editor by the first stop, which is shown as soon as it has the focus', async () => {
    graphiql = await ConsolePage.open(tab, url);
    const first = await graphiql.focusAfter('Tab');
    await shoot(graphiql.page, 'skip-link');
    const link = await graphiql.box('.skip-link');
    await graphiql.page.keyboard.press('Enter');
    await graphiql.page.keyboard.press('Control+A');
    await graphiql.page.keyboard.insertText('query Mine { liveModel { name } }');

    expect(first).toBe('Skip to the editor');
    expect(link.x).toBeGreaterThanOrEqual(0);
    expect(link.y).toBeGreaterThanOrEqual(0);
    expect(await graphiql.query()).toBe('query Mine { liveModel { name } }');
    expect(new URL(graphiql.page.url()).hash).toBe('');
  });

  it('stops at one tab of all, and goes to the others with the arrows', async () => {
    graphiql = await ConsolePage.open(tab, url);
    await graphiql.page.locator('.graphiql-tab-button').first().focus();

    expect(await graphiql.focusAfter('ArrowRight')).toBe('WhatBreaksIfThisChanges');
    expect(await graphiql.focusAfter('End')).toBe('PromoteAModel');
    expect(await graphiql.focusAfter('ArrowRight')).toBe('WhatProducedTheLiveModel');
    expect(await graphiql.focusAfter('ArrowLeft')).toBe('PromoteAModel');
    expect(await graphiql.focusAfter('Home')).toBe('WhatProducedTheLiveModel');
    expect(await graphiql.focusAfter('ArrowRight')).toBe('WhatBreaksIfThisChanges');
    await graphiql.page.keyboard.press('Enter');
    expect(await graphiql.query()).toContain('query WhatBreaksIfThisChanges');
    expect(await graphiql.focusAfter('Tab')).toBe('Close Tab');
    expect(await graphiql.focusAfter('Tab')).toBe('New tab');
    await graphiql.page.keyboard.press('Shift+Tab');
    expect(await graphiql.focusAfter('Shift+Tab')).toBe('WhatBreaksIfThisChanges');
  });
});
