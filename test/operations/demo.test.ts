import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LiveModelAnswer } from '../../src/demo/describe-answer.js';
import { describeAnswer, LIVE_MODEL } from '../../src/demo/describe-answer.js';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { loadDemoData } from '../support/demo-data.js';
import { readOperationFiles } from '../support/operation-files.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await loadDemoData(app);
});

afterAll(() => app.close());

const countNodes = async () =>
  (await app.database.dataSource.query(
    'select kind, count(*)::int as n from node group by kind order by kind',
  )) as object[];

describe('the demo', () => {
  it('answers in one request what is live, what produced it, and what it reads right now', async () => {
    const file = readOperationFiles().find(({ name }) => name === LIVE_MODEL);

    const answer = await app.graphql<LiveModelAnswer>(file?.query ?? '', file?.variables);

    const { bindings, onlineFeatures } = answer.deployment;
    expect(
      bindings.map(({ trafficPercent, modelVersion }) => [trafficPercent, modelVersion.label, modelVersion.aliases]),
    ).toEqual([
      [90, 'flight_delay@1', ['champion']],
      [10, 'flight_delay@2', ['challenger']],
    ]);
    for (const { modelVersion } of bindings) {
      const auc = modelVersion.run.metrics.find(({ name }) => name === 'roc_auc')?.value;
      expect(auc).toBeGreaterThan(0.54);
      expect(modelVersion.upstream.nodes.map(({ node }) => node.label).sort()).toEqual([
        'airports@1',
        'flight_training@1',
        'flights@1',
      ]);
    }
    expect(onlineFeatures.modelVersion.label).toBe('flight_delay@1');
    expect(onlineFeatures.columns.map(({ ref }) => ref)).toEqual([
      'airport_traffic@1:departures_7d',
      'airport_traffic@1:mean_delay_7d',
      'airport_traffic@1:late_share_7d',
    ]);
    expect(onlineFeatures.statuses).toEqual([Array(3).fill('PRESENT'), Array(3).fill('PRESENT')]);
    expect(describeAnswer(answer, 'http://127.0.0.1:4000')).toContain('90 %  flight_delay@1 (champion)');
  });

  it('can be loaded again without making anything new', async () => {
    const before = await countNodes();

    await loadDemoData(app);

    expect(await countNodes()).toEqual(before);
  });

  it('answers every saved operation without an error', async () => {
    for (const { query, variables } of readOperationFiles()) {
      expect(await app.graphql(query, variables)).toBeTruthy();
    }
  });
});
