import { beforeAll, describe, expect, it } from '@jest/globals';
import { shoot } from '../shoot.js';
import { logPoints, seedFile, seedRun } from './pages-seed.js';
import { WalkedPage } from './walked-page.js';

const walk = new WalkedPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
/** HTML, an emoji, letters that run the other way, and nearly as long as a name may be. */
const HOSTILE = `<img src=x onerror="document.title='taken'"> 🛩️ שלום ${'w'.repeat(190)}`.slice(0, 250);
const ids: string[] = [];

beforeAll(async () => {
  for (const rate of ['0.1', '0.2']) {
    const id = await seedRun(walk, {
      name: HOSTILE,
      parameters: { [HOSTILE.slice(0, 240)]: rate, rate },
      metrics: {
        'loss <b>': [
          [0, 1],
          [1, Number(rate)],
          [2, 0.1],
        ],
      },
      goesOn: true,
    });
    ids.push(id);
  }
  await logPoints(walk, ids[0] ?? '', [{ name: 'endless', value: 'Infinity' }]);
  await seedFile(walk, ids[0] ?? '', 'a<b>.csv', `${'c,'.repeat(80)}\n${'1,'.repeat(80)}\n`, 'text/csv');
  await walk.ask('mutation { createProject(input: { name: "empty" }) { project { name } } }');
}, 60_000);

const PAGES = (): readonly (readonly [path: string, whole: string])[] => [
  ['/runs', '.page-list'],
  [`/runs/${ids[0]}?file=${encodeURIComponent('a<b>.csv')}`, '.file-table'],
  [`/compare?runs=${ids}`, '.page-chart-frame svg'],
  ['/models', '.page-list'],
  ['/models/flight_delay', '.gate'],
  ['/deployments/production/flight-delay', '.page-split'],
  ['/features/airport_traffic', '.page-timeline'],
  ['/changes', '.page-timeline'],
];

/** What reaches beyond the window without being in something that scrolls. */
const CUT = `[...document.querySelectorAll('main *')].filter((element) => {
  const { right, width } = element.getBoundingClientRect();
  const scrolls = element.closest('.page-scroll, pre, iframe, svg, .page-chart-frame, .visually-hidden, dialog');
  return width > 0 && right > innerWidth + 1 && !scrolls;
}).map((element) => element.outerHTML.slice(0, 120))`;

describe('On a phone, with names that nobody would choose', () => {
  it('nothing is cut on any page, and nothing runs', async () => {
    const { page } = walk;
    const cut: Record<string, unknown> = {};
    for (const [path, whole] of PAGES()) {
      await walk.go(path);
      await page.locator(whole).first().waitFor();
      const beyond = await page.evaluate<string[]>(CUT);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (beyond.length > 0 || width > 390) cut[path] = { beyond, width };
    }
    await walk.go(`/runs/${ids[0]}`);
    await walk.section('Metrics').waitFor();
    await shoot(page, 'page-phone-hostile');

    expect(cut).toEqual({});
    expect(await page.title()).not.toBe('taken');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('<img src=x');
  }, 60_000);

  it('an empty project says what puts the first thing there, and nothing is called what is not', async () => {
    const { page } = walk;
    for (const path of ['/runs', '/models', '/deployments', '/features']) {
      await walk.go(`/p/empty${path}`);
      await page.locator('.page-empty pre').waitFor();
    }
    for (const path of [
      '/runs/run_01m8f6y903f6b9zdnckmydaqyw',
      '/models/nothing',
      '/deployments/production/nothing',
      '/features/nothing',
    ]) {
      await walk.go(path);
      await page.locator('.page-empty').waitFor();
    }
    await walk.go('/runs/nonsense');

    expect(await page.locator('.page-empty, [role=alert]').first().innerText()).toContain('nonsense');
    walk.complaints.splice(
      0,
      walk.complaints.length,
      ...walk.complaints.filter((text) => !text.includes('status of 4')),
    );
  }, 60_000);

  it('says that the service is away, keeps what it had, and goes on when it is back', async () => {
    const { page } = walk;
    const [id = ''] = ids;
    await walk.go(`/runs/${id}`);
    await walk.section('Metrics').getByText('endless').waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('alert').getByText('The service does not answer.').first().waitFor({ timeout: 30_000 });
    const kept = await walk.section('Metrics').getByText('endless').count();
    await logPoints(walk, id, [{ name: 'after', value: 1 }]);
    await page.unroute('**/graphql');
    await walk.section('Metrics').getByText('after').waitFor();
    await page.getByRole('alert').first().waitFor({ state: 'detached' });
    walk.complaints.splice(0);

    expect(kept).toBe(1);
  }, 60_000);
});

describe('With the keyboard alone', () => {
  it('runs are filtered, chosen, compared and opened', async () => {
    const { page } = walk;
    await page.setViewportSize({ width: 1400, height: 900 });
    await walk.go('/runs?type=TRAINING');
    await page.getByRole('link', { name: 'train-origin' }).waitFor();
    const press = async (key: string, until: string) => {
      for (let steps = 0; steps < 80; steps++) {
        const at = await page.evaluate<string>(
          `document.activeElement.ariaLabel ?? document.activeElement.textContent ?? ''`,
        );
        if (at.startsWith(until)) return;
        await page.keyboard.press(key);
      }
      throw new Error(`The keyboard doesn't come to ${until}`);
    };
    for (const name of ['Choose train-both-ends', 'Choose train-origin']) {
      await press('Tab', name);
      await page.keyboard.press('Space');
    }
    await press('Shift+Tab', 'Compare 2 runs');
    await page.keyboard.press('Enter');
    await walk.section('What differs').waitFor();
    await press('Tab', 'train-');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/run_/);
  });
});
