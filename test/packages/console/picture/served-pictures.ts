import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../../../support/foreign/browser.js';
import type { AppUnderTest } from '../../../support/service/app-under-test.js';
import { startAppWithDemo } from '../../../support/service/app-with-demo.js';
import { LineagePage } from './lineage-page.js';

/** The service with the demo's data, and a browser to look at its pictures; whatever a test opens is closed behind it. */
export class ServedPictures {
  private started: { readonly app: AppUnderTest; readonly url: string; readonly browser: Browser } | undefined;
  private readonly opened: LineagePage[] = [];

  /** Declares what is done before and after the tests of a file. */
  constructor() {
    beforeAll(async () => {
      const app = await startAppWithDemo();
      this.started = { app, url: await app.listen(), browser: await launchBrowser() };
    }, 120_000);
    afterEach(async () => {
      const opened = this.opened.splice(0);
      for (const page of opened) await page.close();
      // The browser had nothing to complain about: the policy of the pages holds, and nothing was thrown.
      expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
    afterAll(async () => {
      await this.started?.browser.close();
      await this.started?.app.close();
    });
  }

  get app(): AppUnderTest {
    return this.now.app;
  }

  get url(): string {
    return this.now.url;
  }

  get browser(): Browser {
    return this.now.browser;
  }

  /** The page of a node, as soon as there are cards. */
  async open(ref: string, options?: BrowserContextOptions, project = ''): Promise<LineagePage> {
    const page = await LineagePage.open(this.browser, `${this.url}${project}/lineage/${ref}`, options);
    this.opened.push(page);
    return page;
  }

  private get now() {
    if (this.started === undefined) throw new Error('Nothing is served before the first test');
    return this.started;
  }
}
