import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { shoot } from '../shoot.js';
import { seedFile, seedRun } from './pages-seed.js';
import { WalkedPage } from './walked-page.js';

const walk = new WalkedPage();
const ids: string[] = [];
let axe: string;

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await walk.ask('mutation ($input: DeployInput!) { deploy(input: $input) { changed } }', {
    input: {
      deployment: 'production/flight-delay',
      bindings: [{ modelVersion: 'flight_delay@2', trafficPercent: 100 }],
    },
  });
  for (const rate of ['0.1', '0.2'])
    ids.push(
      await seedRun(walk, {
        name: 'sweep',
        parameters: { rate },
        metrics: {
          loss: [
            [0, 1],
            [1, Number(rate)],
          ],
        },
      }),
    );
  await seedFile(
    walk,
    ids[0] ?? '',
    'card.md',
    '# Card\n\n| a | b |\n|---|---|\n| 1 | [x](https://example.org) |',
    'text/markdown',
  );
}, 60_000);

type What = { readonly runOnly: readonly string[] };
/** WCAG 2.2, levels A and AA. */
const ALL: What = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** What changes with the light. */
const COLOURS: What = { runOnly: ['color-contrast'] };

/** What is wrong for people who see less, or hear. */
async function violations(page: Page, what: What): Promise<readonly string[]> {
  const { violations: found } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(what)})`);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.slice(0, 300)}`),
  );
}

/** Where a page is, and what stands there once it is whole. */
const pages = (): readonly (readonly [path: string, whole: string, open?: (page: Page) => Promise<void>])[] => [
  [
    '/runs',
    '.page-list',
    async (page) =>
      page
        .getByRole('button', { name: 'More conditions' })
        .click()
        .then(() => page.getByRole('button', { name: '+ Group' }).click()),
  ],
  ['/runs', '.page-list', (page) => page.getByRole('button', { name: 'Columns', exact: true }).click()],
  [`/runs/${ids[0]}?file=card.md`, '.file-markdown'],
  [`/compare?runs=${ids}`, '.page-chart-frame svg'],
  ['/models', '.page-list'],
  ['/models/flight_delay', '.gate', (page) => page.locator('.gate summary').first().click()],
  ['/deployments', '.page-list'],
  [
    '/deployments/production/flight-delay',
    '.page-split',
    (page) => page.getByRole('button', { name: 'Roll back…' }).click(),
  ],
  ['/features', '.page-list'],
  ['/features/airport_traffic', '.page-timeline'],
  ['/changes', '.page-timeline'],
  ['/lineage/production/flight-delay', '.lineage-canvas[data-ready] .lineage-chip'],
];

describe('Every page', () => {
  it('has what those need who see less or hear it, in the light and in the dark', async () => {
    const { page } = walk;
    const wrong: Record<string, readonly string[]> = {};
    for (const [path, whole, open] of pages()) {
      await page.emulateMedia({ colorScheme: 'light' });
      await walk.go(path);
      await page.locator(whole).first().waitFor();
      await open?.(page);
      await page.evaluate(axe);
      const light = await violations(page, ALL);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await violations(page, COLOURS);
      if (light.length + dark.length > 0) wrong[path] = [...light, ...dark.map((each) => `dark ${each}`)];
    }
    await shoot(page, 'page-dark');

    expect(wrong).toEqual({});
  }, 120_000);
});
