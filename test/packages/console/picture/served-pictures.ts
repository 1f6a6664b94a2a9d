import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../support/foreign/browser.js';
import type { AppUnderTest } from '../../../support/service/app-under-test.js';
import { startAppWithDemo } from '../../../support/service/app-with-demo.js';
import { KeptTab, type TabLook } from '../kept-tab.js';
import { LineagePage } from './lineage-page.js';

/** The service with the demo's data, and a browser to look at its pictures; one tab for all of them, which is empty again after each test. */
export class ServedPictures {
  private started: { readonly app: AppUnderTest; readonly url: string; readonly browser: Browser } | undefined;
  private readonly tab = new KeptTab(async () => this.browser);
  private opened: LineagePage | undefined;

  /** Declares what is done before and after the tests of a file. */
  constructor() {
    beforeAll(async () => {
      const app = await startAppWithDemo();
      this.started = { app, url: await app.listen(), browser: await launchBrowser() };
    }, 120_000);
    afterEach(async () => {
      const { opened } = this;
      this.opened = undefined;
      await this.tab.leave();
      // The browser had nothing to complain about: the policy of the pages holds, and nothing was thrown.
      expect(opened?.complaints ?? []).toEqual([]);
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
  async open(ref: string, look?: TabLook, project = ''): Promise<LineagePage> {
    this.opened = await LineagePage.open(this.tab, `${this.url}${project}/lineage/${ref}`, look);
    return this.opened;
  }

  private get now() {
    if (this.started === undefined) throw new Error('Nothing is served before the first test');
    return this.started;
  }
}
