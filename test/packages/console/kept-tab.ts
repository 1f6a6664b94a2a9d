import type { Browser, Page, ViewportSize } from 'playwright-core';

export interface TabLook {
  readonly viewport?: ViewportSize;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

const EVENTS = ['console', 'pageerror', 'response', 'requestfailed', 'request'] as const;

const EMPTY = '**/nothing-here';
/** Those of the console's pages: between pages that differ in them Chromium starts another process, where everything is compiled anew. */
const LIKE_PAGES = { 'cross-origin-opener-policy': 'same-origin', 'origin-agent-cluster': '?1' };

/**
 * One tab for the tests of a file, in which each starts on an empty page without a past: to load a page where its scripts have been compiled takes half of
 * what it takes in a new profile. One that is gone, with its browser or without, is made anew.
 */
export class KeptTab {
  private page: Page | undefined;

  constructor(private readonly browser: () => Promise<Browser>) {}

  async empty({
    viewport = { width: 1400, height: 900 },
    reducedMotion = 'no-preference',
  }: TabLook = {}): Promise<Page> {
    const page = await this.cleared();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion });
    return page;
  }

  /** Ends what is open in it, and forgets what that has stored. */
  async leave(): Promise<void> {
    if (this.page !== undefined) await this.cleared();
  }

  private async cleared(): Promise<Page> {
    const { page } = this;
    if (page === undefined || page.isClosed()) return this.made();
    for (const event of EVENTS) page.removeAllListeners(event);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    if (page.url().startsWith('http')) {
      await page.route(EMPTY, (route) => route.fulfill({ contentType: 'text/html', headers: LIKE_PAGES, body: '' }));
      await page.goto(new URL(EMPTY.slice(2), page.url()).href);
      await page.unroute(EMPTY);
      // What the page before it stored when it was left, too.
      await page.evaluate('localStorage.clear(); sessionStorage.clear()');
    }
    return page;
  }

  private async made(): Promise<Page> {
    const context = await (await this.browser()).newContext();
    const page = await context.newPage();
    page.on('crash', () => void context.close());
    this.page = page;
    return page;
  }
}
