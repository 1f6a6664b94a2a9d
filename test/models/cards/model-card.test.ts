import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from '../promotion/promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
});

afterAll(() => app.close());

async function cardOf(ref: string, project?: string): Promise<string> {
  const { modelVersion } = await app.graphql<{ modelVersion: { card: string } }>(
    'query ($ref: Ref!) { modelVersion(ref: $ref) { card } }',
    { ref },
    project === undefined ? {} : { project },
  );
  return modelVersion.card;
}

describe('a model card', () => {
  it('says what is known of a version, the same each time', async () => {
    await seed.data('gauges', 10);
    await seed.featureSet('rain', ['mm'], [{ dataset: 'gauges@1', columns: ['a'] }]);
    await seed.data('winter', 1_000);
    await seed.data('spring', 300);
    await app.graphql('mutation { defineMetric(input: { name: "auc", goal: MAX }) { metric { name } } }');
    await app.graphql('mutation { defineEnvironment(input: { name: "production" }) { created } }');
    await seed.version('base', {});
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation { startRun(input: { type: TRAINING, name: "fit", parameters: [{ name: "l2", value: "1" }] }) { run { id } } }',
      {},
      { user: 'trainer' },
    );
    await seed.version(
      'm',
      { auc: 0.1 + 0.2 },
      {
        run: startRun.run.id,
        signature: ['rain@1:mm'],
        trainedOn: ['winter@1'],
        derivedFrom: ['base@1'],
        owner: 'ada',
        description: 'Knows rain.\n\n# Not a heading <script>',
        tags: [
          { key: 'a|b', value: '[x](http://y)' },
          { key: 'License', value: 'Apache-2.0' },
          { key: 'intended_use', value: 'Umbrellas.' },
          { key: 'limitations', value: 'No snow.' },
        ],
      },
    );
    await seed.run('EVALUATION', [{ ref: 'm@1' }, { ref: 'spring@1' }], { auc: 0.8 });
    await seed.policy('m', 'champion', [{ kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.75 }], {
      approvals: [{ count: 1 }],
    });
    await seed.try('approve', { modelVersion: 'm@1', to: 'champion', reason: 'fine' }, 'rita');
    await seed.try('promote', { modelVersion: 'm@1', to: 'champion', reason: 'at last' });
    await app.graphql(
      'mutation { deploy(input: { deployment: "production/rain", bindings: [{ modelVersion: "m@1", trafficPercent: 100 }] }) { changed } }',
    );
    await app.graphql(
      'mutation { deprecateFeature(input: { feature: "rain@1:mm", reason: "in inches" }) { featureSetVersion { id } } }',
    );

    const card = await cardOf('m@1');

    expect(await cardOf('m@1')).toBe(card);
    const lines = card.split('\n');
    for (const line of [
      '# Model card: m@1',
      'Knows rain.',
      '\\# Not a heading &lt;script&gt;',
      'Umbrellas.',
      '| Owner | ada |',
      '| Licence | Apache-2.0 |',
      '| Aliases | champion |',
      '| Tag a\\|b | \\[x\\](http\\://y) |',
      '| 0 | rain@1:mm | FLOAT64 | The mm. |',
      '| rain@1 | gauges@1 | never | never |',
      'Trained by the run fit, begun by trainer.',
      '| l2 | 1 |',
      '- base@1',
      '| auc | 0.3 | more is better |',
      'No snow.',
      '- It reads rain@1:mm, which is deprecated: in inches',
    ])
      expect(lines).toContain(line);
    expect(card).toMatch(/^\| winter@1 \| 1 \| 1000 \| 2/m);
    expect(card).toMatch(/^\| spring@1 \| 1 \| 300 \| 2/m);
    expect(card).toMatch(/^To the alias champion: \*\*PASSED\*\*, 2\S+, asked by ann\.$/m);
    expect(card).toMatch(
      /^\| METRIC \| BLOCK \| PASSED \| auc is 0\.8 \(evaluation run "judging"\); it must be more than 0\.75\. \|$/m,
    );
    expect(card).toMatch(/^\| rita \| APPROVED \| champion \| 2\S+ \| fine \|$/m);
    expect(card).toMatch(/^\| production\/rain \| 100 % \| 2\S+ \|$/m);
    expect(card).toMatch(/^\| 2\S+ \| ALIAS \| champion \| nothing → m@1 \| ann \| at last \|$/m);
    expect(lines).toContain('- 2 DATASET_VERSION: gauges@1, winter@1');
  });

  it('says of a version that nothing is known of what is not known', async () => {
    await seed.modelVersion('bare', { artifact: { uri: 's3://key:secret@bucket/x?X-Amz-Signature=abc', digest: 'd' } });
    const card = await cardOf('bare@1');
    for (const line of [
      '| Owner | nobody |',
      '| Where it lies | s3\\://bucket/x |',
      'It serves nowhere.',
      'What it reads is not known.',
      'The run that trained it is not known.',
      'No gate was asked about it.',
      '- What it was trained on is not known.',
    ])
      expect(card.split('\n')).toContain(line);
    expect(card).not.toContain('secret');
  });

  it('stays one screen long where a version was made from thousands', async () => {
    const inputs = Array.from({ length: 70 }, (_, index) => `hub_${index}`);
    const register = (name: string) =>
      `${name}: registerDatasetVersion(input: { dataset: "${name}", digest: "1", location: "s3://x", columns: [] }) { created }`;
    for (let from = 0; from < inputs.length; from += 35)
      await app.graphql(
        `mutation { ${inputs
          .slice(from, from + 35)
          .map(register)
          .join(' ')} }`,
      );
    await seed.version('hub', {}, { trainedOn: inputs.map((name) => `${name}@1`) });
    const card = await cardOf('hub@1');
    expect(card.length).toBeLessThan(10_000);
    expect(card).toContain('And 20 more.');
    expect(card).toContain('- 70 DATASET_VERSION: hub_0@1, ');
  });

  it('is still to be had of a version that was deleted, and says so', async () => {
    const { id } = await seed.modelVersion('gone', { description: 'Was good.' });
    await seed.delete('gone@1');
    const { node } = await app.graphql<{ node: { card: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on ModelVersion { card } } }',
      { id },
    );
    expect(node.card).toContain('Was good.');
    expect(node.card).toMatch(/^\| Deleted \| 2\S+ \|$/m);
  });

  it('tells of ten gates in full, the last ones, and how many more there are', async () => {
    await seed.version('gates', { auc: 0.9 });
    const rules = [{ kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.8 }];
    for (let n = 1; n <= 12; n++) {
      await seed.policy('gates', `alias${n}`, rules);
      await seed.gate('gates@1', `alias${n}`);
    }
    const card = await cardOf('gates@1');
    expect(card).toContain('To the alias alias12: **PASSED**');
    expect(card).not.toContain('To the alias alias2: ');
    expect(card).toContain('And 2 more gates.');
  });

  it('names nothing of projects that its reader may not see', async () => {
    await app.graphql('mutation { createProject(input: { name: "secret" }) { project { name } } }');
    const theirs = new PromotionSeed(app, { project: 'secret' });
    await theirs.modelVersion('hidden_base');
    await seed.version('fine', {}, { derivedFrom: ['secret::hidden_base@1'] });
    const { createApiKey } = await app.graphql<{ createApiKey: { secret: string } }>(
      'mutation { createApiKey(input: { name: "reader", role: READER, project: "default" }) { secret } }',
    );
    const { data } = await app.graphqlAnswer<{ modelVersion: { card: string } }>(
      '{ modelVersion(ref: "fine@1") { card } }',
      {},
      { key: createApiKey.secret },
    );
    expect(data?.modelVersion.card).toContain('And 1 more.');
    expect(data?.modelVersion.card).not.toContain('hidden_base');
  });
});
