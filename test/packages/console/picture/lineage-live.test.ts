import { describe, expect, it } from '@jest/globals';
import { LineagePage } from './lineage-page.js';
import { ServedPictures } from './served-pictures.js';

/** On a machine that does nothing else: FIRST_PICTURE_MS=1000. */
const FIRST_PICTURE_MS = Number(process.env.FIRST_PICTURE_MS ?? 15_000);
const MOST_BYTES = 600_000;

const WATCH = `new MutationObserver((_, observer) => {
  if (document.querySelector('.lineage-canvas[data-ready] .lineage-card') === null) return;
  window.firstCard = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true })`;

const pictures = new ServedPictures();

describe('A picture that somebody looks at', () => {
  it('is there soon after the answer, of fewer than 600 kB', async () => {
    const context = await pictures.browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    const sizes: Promise<number>[] = [];
    page.on('response', (response) =>
      sizes.push(response.allHeaders().then((all) => Number(all['content-length'] ?? 0))),
    );
    await page.goto(`${pictures.url}/lineage/production/flight-delay`);
    await new LineagePage(page).ready();
    const [answered, drawn] = await page.evaluate<[number, number]>(`[
      performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/graphql'))
        .map(({ responseEnd }) => responseEnd).filter((end) => end < window.firstCard).at(-1),
      window.firstCard,
    ]`);
    const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    await context.close();

    process.stderr.write(`the first picture ${(drawn - answered).toFixed(0)} ms after the answer, ${bytes} bytes\n`);
    expect(drawn - answered).toBeLessThan(FIRST_PICTURE_MS);
    expect(bytes).toBeGreaterThan(300_000);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it('shows what is done meanwhile, where it belongs, and moves nothing else', async () => {
    const opened = await pictures.open('winter_flights@1');
    const places = () =>
      opened.page
        .locator('.react-flow__node')
        .evaluateAll((all) => all.map((each) => [each.getAttribute('data-id'), each.getAttribute('style')]));
    const before = await places();
    const { startRun } = await pictures.app.graphql<{ startRun: { run: { id: string } } }>(
      `mutation { startRun(input: { name: "late-comer", type: TRAINING, inputs: [{ ref: "winter_flights@1" }] }) { run { id } } }`,
    );
    await opened.card('late-comer').waitFor();
    await opened.page.locator('.lineage-chip[data-word=running]').waitFor();
    const left = async (label: string) => (await opened.card(label).boundingBox())?.x ?? Number.NaN;

    expect(await left('late-comer')).toBeGreaterThan(await left('winter_flights@1'));
    expect(await places()).toEqual(expect.arrayContaining(before));

    // What is said of a card follows too.
    await pictures.app.graphql(
      'mutation ($id: Ref!) { finishRun(input: { run: $id, status: FAILED }) { run { id } } }',
      {
        id: startRun.run.id,
      },
    );
    await opened.page.locator('.lineage-chip[data-word=failed]').waitFor();
  });

  it('comes as soon as the service is there again', async () => {
    const context = await pictures.browser.newContext();
    const page = await context.newPage();
    await page.route('**/graphql**', (route) => route.abort());
    await page.goto(`${pictures.url}/lineage/flight_delay@1`);
    const problem = await page.getByRole('alert').innerText();
    await page.unroute('**/graphql**');
    await new LineagePage(page).ready();
    const alerts = await page.getByRole('alert').count();
    await context.close();

    expect(problem).toMatch(/^The service does not answer\./);
    expect(alerts).toBe(0);
  });
});
