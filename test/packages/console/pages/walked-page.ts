import { afterAll, beforeAll, expect } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { ServedPictures } from '../picture/served-pictures.js';

/** One tab of a browser beside the service with the demo's data, in which the tests of a file walk through the pages one after the other. */
export class WalkedPage {
  readonly served = new ServedPictures();
  /** Errors and warnings of the browser; those that a test expects it takes away. */
  readonly complaints: string[] = [];
  private opened: Page | undefined;

  constructor(options: BrowserContextOptions = {}) {
    beforeAll(async () => {
      const context = await this.served.browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
      this.opened = await context.newPage();
      this.opened.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
      });
      this.opened.on('pageerror', (error) => this.complaints.push(error.message));
      this.opened.on('dialog', (dialog) => {
        this.complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
    }, 60_000);
    afterAll(async () => {
      await this.opened?.context().close();
      expect(this.complaints).toEqual([]);
    });
  }

  get page(): Page {
    if (this.opened === undefined) throw new Error('No tab is open before the first test');
    return this.opened;
  }

  go(path: string) {
    return this.page.goto(`${this.served.url}${path}`);
  }

  section(name: string) {
    return this.page.getByRole('region', { name, exact: true });
  }

  search(): URLSearchParams {
    return new URL(this.page.url()).searchParams;
  }

  /** Through the API, as others do while somebody looks. */
  ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}, user?: string): Promise<Data> {
    return this.served.app.graphql<Data>(query, variables, user === undefined ? {} : { user });
  }
}
