import { describe, expect, it } from '@jest/globals';
import { Seed } from '../../../support/seeds/seed.js';
import { ConsolePage } from '../console-page.js';
import { shoot } from '../shoot.js';
import { LineagePage } from './lineage-page.js';
import { drawHub, drawLayers } from './picture-fixture.js';
import { ServedPictures } from './served-pictures.js';

const HUB = 4_500;
/** On a machine that does nothing else: FRAMES=30. */
const FEWEST_FRAMES = Number(process.env.FRAMES ?? 3);

const pictures = new ServedPictures();

describe('What other people have named', () => {
  it('neither runs nor breaks anything', async () => {
    await pictures.app.graphql('mutation { createProject(input: { name: "odd" }) { project { name } } }');
    const seed = new Seed(pictures.app, { project: 'odd' });
    const script = '<img src=x onerror="document.title=1"></text><script>alert(1)</script>';
    const long = `long ${'w'.repeat(250)}`;
    const source = await seed.datasetVersion(script);
    await source.derive(long).then((each) => each.derive('نص من اليمين'));
    const opened = await pictures.open(encodeURIComponent(source.id), undefined, '/p/odd');
    await opened.page.locator('.lineage-card').nth(2).waitFor();
    await shoot(opened.page, 'lineage-odd-names');

    expect(await opened.page.locator('.lineage img, .lineage script').count()).toBe(0);
    const right = (selector: string) =>
      opened.page.locator(selector).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right));
    const [cards, texts] = [await right('.lineage-card'), await right('.lineage-card-label')];
    expect(texts.filter((end, index) => end > (cards[index] ?? 0))).toEqual([]);
    const [download] = await Promise.all([opened.page.waitForEvent('download'), opened.tool('SVG').click()]);
    const svg = (await (await download.createReadStream()).toArray()).map(String).join('');
    expect(svg).not.toContain('<script>');
  });
});

describe('Large graphs', () => {
  it('a hub is one card with pages', async () => {
    await drawHub(pictures.app.databaseUrl, 'hub', HUB);
    const opened = await pictures.open('hub@1');
    const hub = opened.page.locator('.lineage-hub');
    await hub.waitFor();
    const first = await opened.labels();
    await shoot(opened.page, 'lineage-hub');
    await hub.getByRole('button', { name: 'Next' }).click();
    await hub.getByText('9–16').waitFor();

    expect(await hub.innerText()).toContain('4,500 downstream, 4,492 not drawn');
    expect(first).toHaveLength(9);
    expect((await opened.labels()).filter((label) => first.includes(label))).toEqual(['hub@1']);
  });

  it('a thousand nodes stay fluid', async () => {
    await drawLayers(pictures.app.databaseUrl, 'wide', 20, 50);
    const opened = await pictures.open('wide@1?show=all', { reducedMotion: 'no-preference' });
    const near = await framesPerSecond(opened);
    const cards = await opened.page.locator('.lineage-card').count();
    await opened.page.locator('.lineage-canvas').focus();
    await opened.page.keyboard.press('f');
    await opened.page.locator('.lineage-overview').waitFor();
    const far = await framesPerSecond(opened);
    await shoot(opened.page, 'lineage-thousand');
    process.stderr.write(`${near.toFixed(0)} frames a second near, ${far.toFixed(0)} from afar\n`);

    expect(await opened.page.locator('.lineage-count').innerText()).toMatch(/^1,000 of 1,00\d nodes/);
    // Only what is in sight is in the document.
    expect(cards).toBeLessThan(150);
    expect(Math.min(near, far)).toBeGreaterThan(FEWEST_FRAMES);
  });
});

async function framesPerSecond({ page }: LineagePage): Promise<number> {
  const box = await page.locator('.lineage-canvas').boundingBox();
  if (box === null) throw new Error('There is no picture');
  await page.evaluate('window.frames = 0; (function next() { window.frames++; requestAnimationFrame(next); })()');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begin = await page.evaluate<[number, number]>('[performance.now(), window.frames]');
  for (let step = 0; step < 30; step++)
    await page.mouse.move(x + Math.sin(step / 10) * 300, y + Math.cos(step / 8) * 150);
  const end = await page.evaluate<[number, number]>('[performance.now(), window.frames]');
  await page.mouse.up();
  return ((end[1] - begin[1]) / (end[0] - begin[0])) * 1_000;
}

describe('The panel beside the editor', () => {
  it('opens by itself when an answer holds a graph, walks on from there, and writes the query', async () => {
    const graphiql = await ConsolePage.open(pictures.browser, `${pictures.url}/`);
    await graphiql.run();
    const begin = Date.now();
    const panel = new LineagePage(graphiql.page);
    await panel.ready();
    const took = Date.now() - begin;
    await shoot(graphiql.page, 'lineage-panel');
    await graphiql.page.locator('.lineage').getByRole('button', { name: 'Query' }).click();
    await graphiql.page.locator('.graphiql-query-editor', { hasText: 'query Lineage' }).waitFor();
    const query = await graphiql.query();
    const answer = await graphiql.run();
    // Whoever asks for columns is shown them.
    const { page } = graphiql;
    await graphiql.writeQuery(
      'query Lineage { lineage(of: "flights@1:delay", direction: DOWNSTREAM, columns: true) { edges { from to kind } columnEdges { from fromMember to toMember kind } } }',
    );
    await graphiql.run();
    await panel.row('mean_delay_3h').waitFor({ state: 'attached' });
    await page.locator('.lineage-edge[data-row]').first().waitFor({ state: 'attached' });
    await shoot(graphiql.page, 'lineage-panel-columns');
    await graphiql.close();

    expect(took).toBeLessThan(15_000);
    expect(query).toContain('lineage(');
    expect(answer).toContain('"lineage"');
    expect(graphiql.complaints).toEqual([]);
  });
});
