import type { Page } from 'playwright-core';
import type { KeptTab, TabLook } from '../kept-tab.js';

/** A picture of lineage in a browser tab, in the words of its user. */
export class LineagePage {
  /** Errors and warnings in the browser's log, exceptions, and answers that say that something is wrong. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.message}`));
  }

  static async open(tab: KeptTab, url: string, look: TabLook = {}): Promise<LineagePage> {
    // What glides takes a second to get there, and the processor all of that.
    const opened = new LineagePage(await tab.empty({ reducedMotion: 'reduce', ...look }));
    await opened.page.goto(url);
    await opened.ready();
    return opened;
  }

  /** Waits until cards stand where they belong. */
  async ready(): Promise<void> {
    await this.page.locator('.lineage-canvas[data-ready] .lineage-card').first().waitFor();
    await this.page.evaluate('document.fonts.ready');
  }

  card(label: string) {
    return this.page.locator('.lineage-card').filter({ has: this.page.getByText(label, { exact: true }) });
  }

  labels(): Promise<string[]> {
    return this.page.locator('.lineage-card-label').allInnerTexts();
  }

  /** Labels of what is lit. */
  lit(): Promise<string[]> {
    return this.page.locator('.lineage-card[data-lit] .lineage-card-label').allInnerTexts();
  }

  /** A column or feature of a card that shows them. */
  row(name: string) {
    return this.page.locator('.lineage-row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  litRows(): Promise<string[]> {
    return this.page.locator('.lineage-row[data-lit]').allInnerTexts();
  }

  async choose(label: string): Promise<void> {
    await this.card(label).locator('.lineage-card-face').click();
  }

  tool(name: string) {
    return this.page.locator('.lineage').getByRole('button', { name, exact: true });
  }

  /** Where a card stands in the picture, wherever that is moved to. */
  place(label: string): Promise<string | null> {
    return this.card(label)
      .locator('xpath=..')
      .evaluate((element) => (element as unknown as { style: { transform: string } }).style.transform);
  }
}
