import type { Page } from 'playwright-core';

const SCREENSHOTS = new URL('__screenshots__/', import.meta.url).pathname;

/** What a page looks like, for people: `SCREENSHOTS=1 npm test -- test/packages/console`. To draw it all is slow without a graphics card. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS === undefined) return;
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, animations: 'disabled' });
}
