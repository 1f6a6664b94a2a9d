import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstAnswer } from '../../src/demo/first-answer.js';
import { answerDemo } from '../../src/demo/telling/answer-demo.js';
import { EVALUATIONS, LIVE_MODEL, type LiveModelAnswer } from '../../src/demo/telling/describe-answer.js';
import type { EvaluationsAnswer } from '../../src/demo/telling/describe-evaluations.js';
import { loadDemoData } from '../support/seeds/demo-data.js';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { readOperationFiles } from '../support/service/operation-files.js';

interface Gate {
  readonly verdict: string;
  readonly rules: readonly { readonly outcome: string; readonly explanation: string }[];
}

interface GateAnswer {
  readonly worse: Gate;
  readonly better: Gate;
  readonly model: {
    readonly history: {
      readonly nodes: readonly {
        readonly kind: string;
        readonly by: string;
        readonly to: string | null;
        readonly reason: string | null;
      }[];
    };
  };
  readonly deployment: { readonly comparison: { readonly versions: readonly object[] } };
}

const THREE = ['departures_3h', 'mean_delay_3h', 'late_share_3h'];
let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppWithDemo();
});

afterAll(() => app.close());

const countNodes = async () =>
  (await app.database.dataSource.query(
    'select kind, count(*)::int as n from node group by kind order by kind',
  )) as object[];

const ask = <Answer>(wanted: string) => {
  const file = readOperationFiles().find(({ name }) => name === wanted);
  return app.graphql<Answer>(file?.query ?? '', file?.variables);
};

describe('the demo', () => {
  it('tells which columns feed which features that a model reads, and no others', async () => {
    const { lineage } = await ask<{
      lineage: { complete: boolean; nodes: { members: string[] | null; node: { label: string } }[] };
    }>('21-which-columns-feed-a-model');

    expect(lineage.complete).toBe(true);
    const { winter_flights: trainedOn, ...members } = Object.fromEntries(
      lineage.nodes.map(({ node, members }) => [node.label.replace('@1', ''), members]),
    );
    expect(trainedOn).toBeNull();
    expect(members).toEqual({
      flight_delay: null,
      airport_traffic: [...THREE].sort(),
      flights: ['date', 'delay', 'distance', 'origin'],
      airports: ['iata', 'latitude', 'longitude'],
    });
  });

  it('answers in one request what is live, what produced it, and what it read in the last hour of the data', async () => {
    const { deployment } = await ask<LiveModelAnswer>(LIVE_MODEL);
    if (deployment === null) throw new Error('nothing is deployed');

    const { bindings, onlineFeatures } = deployment;
    expect(
      bindings.map(({ trafficPercent, modelVersion }) => [trafficPercent, modelVersion.label, modelVersion.aliases]),
    ).toEqual([
      [90, 'flight_delay@1', ['champion']],
      [10, 'flight_delay@2', ['challenger']],
    ]);
    for (const { modelVersion } of bindings)
      expect(modelVersion.upstream.nodes.map(({ node }) => node.label).sort()).toEqual([
        'airports@1',
        'flights@1',
        'winter_flights@1',
      ]);
    expect(onlineFeatures.modelVersion.label).toBe('flight_delay@2');
    expect(onlineFeatures.columns.map(({ ref }) => ref)).toEqual([
      ...THREE.map((name) => `airport_traffic@1:${name}~origin`),
      ...THREE.map((name) => `airport_traffic@1:${name}~destination`),
      'distance_miles',
      'hour_of_day',
    ]);
    expect(onlineFeatures.statuses.map((row) => row.slice(0, 6))).toEqual([
      Array(6).fill('PRESENT'),
      Array(6).fill('PRESENT'),
    ]);
  });

  it('says of its first flights, before there is a model, what the first tab shows of them', async () => {
    const { deployment } = await ask<LiveModelAnswer>(LIVE_MODEL);
    const { columns = [], values = [], entities = [] } = deployment?.onlineFeatures ?? {};
    const rounded = (value: unknown) => (typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value);

    const text = await firstAnswer(app.headwater, 'departure_board');

    expect(entities.length).toBeGreaterThan(0);
    for (const [row, { origin, destination }] of entities.entries()) {
      const shown = (role: string) =>
        columns
          .flatMap(({ ref }, column) =>
            ref.endsWith(`~${role}`) ? `${ref.replace(/^.*:|~.*$/g, '')} ${rounded(values[row]?.[column])}` : [],
          )
          .join(', ');
      expect(text).toContain(`${origin}–${destination}  origin: ${shown('origin')}\n`);
      expect(text).toContain(`destination: ${shown('destination')}`);
    }
  });

  it('has models that are worth serving, judged by flights after those they learnt from', async () => {
    const { deployment } = await ask<LiveModelAnswer>(LIVE_MODEL);
    const [first, second] = deployment?.bindings.map(({ modelVersion }) =>
      Object.fromEntries(modelVersion.metrics.map(({ name, value }) => [name, value])),
    ) ?? [{}, {}];

    expect(first?.roc_auc).toBeGreaterThanOrEqual(0.6);
    expect(second?.roc_auc_gain_low).toBeGreaterThan(0);
    const { runs } = await ask<EvaluationsAnswer>(EVALUATIONS);
    expect(runs.nodes.map(({ inputs }) => inputs.map(({ role, node }) => [role, node.label]).sort())).toEqual([
      [
        ['held-out rows', 'march_flights@1'],
        ['judged', 'flight_delay@1'],
      ],
      [
        ['baseline', 'flight_delay@1'],
        ['held-out rows', 'march_flights@1'],
        ['judged', 'flight_delay@2'],
      ],
    ]);
    for (const { predicted, observed } of runs.nodes) {
      expect(predicted.nodes).toHaveLength(10);
      // Even the tenth that is furthest off is not far off.
      for (const [index, { value }] of predicted.nodes.entries())
        expect(Math.abs(value - (observed.nodes[index]?.value ?? Number.NaN))).toBeLessThan(0.1);
    }
  });

  it('refuses a worse version with reasons, and lets a better one in that somebody else approved', async () => {
    const { worse, better, model, deployment } = await ask<GateAnswer>('28-what-the-gate-says');

    expect(worse).toMatchObject({ verdict: 'FAILED', champion: { label: 'flight_delay@2' } });
    expect(worse.rules.filter(({ outcome }) => outcome === 'FAILED')).toMatchObject([
      { explanation: expect.stringMatching(/^roc_auc is 0\.\d+ .*that of the champion flight_delay@2 0\.\d+/) },
      { explanation: expect.stringContaining('signatures differ') },
    ]);
    expect(better).toMatchObject({ passed: true });
    const moves = model.history.nodes.map(({ kind, by, to, reason }) => [kind, to, reason, by === 'reviewer']);
    expect(moves).toContainEqual(['APPROVAL', 'APPROVED', 'better on days that it has not seen', true]);
    expect(moves).toContainEqual(['BINDING', '90', 'too many false alarms', false]);
    expect(deployment.comparison.versions).toMatchObject([{ role: 'CHAMPION' }, { role: 'CHALLENGER' }]);
  });

  it('shows that everything has expired by now', async () => {
    const { onlineFeatures } = await ask<{ onlineFeatures: { statuses: string[][] } }>('02-features-right-now');

    expect(onlineFeatures.statuses).toEqual([
      Array(3).fill('EXPIRED'),
      Array(3).fill('EXPIRED'),
      Array(3).fill('NOT_FOUND'),
    ]);
  });

  it('prints what it found', async () => {
    const operation = (name: string, extension: string) =>
      readFile(new URL(`../../schema/operations/${name}.${extension}`, import.meta.url), 'utf8');

    const text = await answerDemo(app.headwater, 'http://127.0.0.1:4000', operation);

    expect(text).toContain('90 %  flight_delay@1 (champion)');
    expect(text).toMatch(/flight_delay@2 {3}said( +\d+\.\d){10}\n/);
    expect(text).toMatch(/better than the other \(95 % of days drawn anew: 0\.\d+ to 0\.\d+\)/);
    expect(text).toContain('airport_traffic@1:mean_delay_3h~destination');
  });

  it('says at its second start that everything is there, and makes nothing new', async () => {
    const before = await countNodes();

    const steps = await loadDemoData(app);

    expect(steps).toEqual([expect.stringContaining('Everything is there')]);
    expect(await countNodes()).toEqual(before);
  });

  it('answers every saved operation without an error', async () => {
    for (const { query, variables, user } of readOperationFiles())
      expect(await app.graphql(query, variables, user === undefined ? {} : { user })).toBeTruthy();
  });
});
