import { ModelSeed, SET_ALIAS } from '../../models/model-seed.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import { pointInputs, pointsOf } from './known-points.js';
import { type KnownRun, STATUSES } from './listed-family.js';

export const UPDATE = 'mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }';
const START = 'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }';
export const LOG = 'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }';
export const FINISH = 'mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }';
const GOAL = 'mutation { defineMetric(input: { name: "acc", goal: MAX }) { metric { name } } }';
const PUBLISH = `mutation ($entity: DefineEntityInput!, $set: PublishFeatureSetInput!) {
  defineEntity(input: $entity) { created } publishFeatureSet(input: $set) { featureSetVersion { id label } } }`;

/** Which runs made and read which version, by its label. */
export interface SeededRuns {
  readonly madeBy: ReadonlyMap<string, KnownRun>;
  readonly readBy: ReadonlyMap<string, KnownRun>;
  /** Their ids. */
  readonly runs: readonly string[];
}

export const DEPRECATE = 'mutation ($input: DeprecateFeatureInput!) { deprecateFeature(input: $input) { __typename } }';

const nameOf = (index: number) => (index === 7 ? 'N%_\\é' : `n${index}`);
const words = (index: number) => ({
  owner: index % 4 === 0 ? 'ada' : index % 4 === 1 ? null : 'bob',
  tags: [
    ...(index % 2 === 0 ? [{ key: 'k', value: String(index % 3) }] : []),
    ...(index % 3 === 2 ? [{ key: "it's", value: 'x' }] : []),
  ],
  ...(index % 3 === 1 && { description: 'A good one: 100 %.' }),
});

/** Eight datasets, feature sets and models each, of one to three versions, in which everything that lists are asked differs. */
export async function seedLists(app: AppUnderTest): Promise<SeededRuns> {
  const runs: { id: string; known: KnownRun }[] = [];
  await app.graphql(GOAL);
  // The first three make what the others read: no run reads what it has made.
  for (const [index, status] of [...STATUSES, ...STATUSES].entries()) {
    const startedAt = `2026-01-0${7 - index}T00:00:00.000Z`;
    const made = await app.graphql<{ startRun: { run: { id: string } } }>(START, {
      input: { type: 'TRAINING', startedAt, parameters: [{ name: 'lr', value: String(index % 3) }] },
    });
    const endedAt = status === 'RUNNING' ? null : `2026-02-0${index + 1}T00:00:00.000Z`;
    runs.push({
      id: made.startRun.run.id,
      known: {
        status,
        startedAt,
        endedAt,
        parameters: { lr: String(index % 3) },
        tags: { r: String(index % 2) },
        points: pointsOf(index),
      },
    });
  }
  const madeBy = new Map<string, KnownRun>();
  const readBy = new Map<string, KnownRun>();
  const inputs = runs.map((): { ref: string }[] => []);
  /** Of three versions one is made by each of two runs, and one of five is read. */
  const made = (id: string, at: number) => {
    const run = at % 5 < 3 ? runs[at % 5] : undefined;
    if (run !== undefined) madeBy.set(id, run.known);
    const reader = at % 4 === 1 ? runs[3 + (at % 3)] : undefined;
    if (reader === undefined) return;
    readBy.set(id, reader.known);
    inputs[3 + (at % 3)]?.push({ ref: id });
  };
  const runOf = (at: number) => (at % 5 < 3 ? { run: runs[at % 5]?.id ?? '' } : {});
  const setOf = (index: number) => (index === 7 ? 'n7' : nameOf(index));
  const clients = ['ada', 'bob'].map((user) => new ModelSeed(app, { user }));
  let at = 0;
  for (let index = 0; index < 8; index++) {
    const seed = clients[index % 2] as ModelSeed;
    const name = nameOf(index);
    const update = (input: object) => app.graphql(UPDATE, { input });
    for (let version = 0; version <= index % 3; version++, at++) {
      const data = await seed.datasetVersion(name, {
        ...runOf(at),
        columns: [
          { name: 'a', type: at % 2 === 0 ? 'STRING' : 'INT64' },
          ...(index === 3 ? [{ name: 'x', type: 'JSON' }] : []),
        ],
        ...(at % 3 !== 0 && { rowCount: [10, 1_000, 10, 5][at % 4] }),
        ...(at % 2 === 0 && { byteCount: at % 8 }),
        ...(index === 2 && { location: `gs://lake/${version}` }),
      });
      made(data.id, at);
      const features = ['x', 'y', 'z', 'u'].slice(index % 2, 1 + (index % 2) + version);
      const entity = index % 3 === 0 ? 'number' : 'airport';
      const published = await app.graphql<{ publishFeatureSet: { featureSetVersion: { id: string; label: string } } }>(
        PUBLISH,
        {
          entity: { name: entity, joinKeys: [{ name: entity, type: entity === 'number' ? 'INT64' : 'STRING' }] },
          set: {
            name: setOf(index),
            entity,
            features: features.map((feature) => ({
              name: feature,
              type: 'FLOAT64',
              ...(index % 3 !== 2 && { sources: [{ dataset: data.label, columns: ['a'] }] }),
            })),
          },
        },
      );
      const { featureSetVersion } = published.publishFeatureSet;
      made(featureSetVersion.id, at);
      if (at % 4 === 2)
        await app.graphql(DEPRECATE, { input: { feature: featureSetVersion.label, reason: 'Not any more.' } });
      if (at % 5 < 3) {
        const row = { [entity]: entity === 'number' ? 1 : 'SEA', event_time: '2026-01-01T00:00:00Z' };
        const values = Object.fromEntries(features.map((feature) => [feature, 1]));
        await app.graphql('mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }', {
          input: { featureSet: featureSetVersion.id, rows: [{ ...row, ...values }], ...runOf(at) },
        });
      }
      const model = await seed.modelVersion(name, {
        ...runOf(at),
        ...(at % 2 === 0 && { trainedOn: [data.label] }),
        ...(at % 3 === 0 && { signature: [`${featureSetVersion.label}:${features[0]}`] }),
        metrics: ['auc', 'loss']
          .filter((_, bit) => (at + bit) % 3 !== 0)
          .map((metric, place) => ({ name: metric, value: [0.25, 0.5, 1, -1][(index + version + place) % 4] })),
      });
      made(model.id, at);
      if (version === 1) await app.graphql(SET_ALIAS, { modelVersion: model.id, alias: 'champion' });
      if (index % 4 === 0) await app.graphql(SET_ALIAS, { modelVersion: model.id, alias: 'shadow' });
      if (at % 4 === 0)
        await app.graphql('mutation ($input: SetStageInput!) { setStage(input: $input) { changed } }', {
          input: { modelVersion: model.id, stage: version === 0 ? 'Production' : 'Staging' },
        });
      for (const id of [data.id, featureSetVersion.id, model.id]) await update({ id, ...words(at) });
      if (version === 0)
        for (const kind of ['dataset', 'featureSet', 'model']) {
          const found = await app.graphql<Record<string, { id: string }>>(
            `query ($ref: Ref!) { node: ${kind}(ref: $ref) { id } }`,
            { ref: kind === 'featureSet' ? setOf(index) : data.label.replace(/@\d+$/, '') },
          );
          await update({ id: found.node?.id, ...words(index) });
        }
    }
  }
  for (const [index, { id, known }] of runs.entries()) {
    const tags = Object.entries(known.tags).map(([key, value]) => ({ key, value }));
    // In two calls, of which the second has what comes first.
    const points = pointInputs(known.points);
    await app.graphql(LOG, { input: { run: id, inputs: inputs[index], tags, metrics: points.slice(1) } });
    await app.graphql(LOG, { input: { run: id, metrics: points.slice(0, 1) } });
    const { status, endedAt } = known;
    if (status !== 'RUNNING') await app.graphql(FINISH, { input: { run: id, status, endedAt } });
  }
  return { madeBy, readBy, runs: runs.map(({ id }) => id) };
}
