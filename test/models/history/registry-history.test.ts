import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Replay, replay } from '../../changes/replay/replay.js';
import { wholeFeed } from '../../changes/whole-feed.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ModelSeed } from '../model-seed.js';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await app.graphql('mutation { defineEnvironment(input: { name: "production" }) { created } }');
});

afterAll(() => app.close());

interface Move {
  readonly kind: string;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly by: string;
  readonly reason: string | null;
  readonly at: string;
  readonly modelVersion: { readonly label: string };
}

const MOVES = 'nodes { kind name from to by reason at modelVersion { label } } pageInfo { hasNextPage endCursor }';

async function history(ref: string, list = ''): Promise<Move[]> {
  const { model } = await app.graphql<{ model: { history: { nodes: Move[] } } }>(
    `query ($ref: Ref!) { model(ref: $ref) { history${list} { ${MOVES} } } }`,
    { ref },
  );
  return model.history.nodes;
}

describe('the history of a model', () => {
  it('tells of every alias, stage and binding who moved it, and why', async () => {
    await seed.modelVersion('told');
    await seed.modelVersion('told');
    const as = { user: 'ann' };
    await app.graphql(
      'mutation { setAlias(input: { modelVersion: "told@1", alias: "best", reason: "first" }) { changed } }',
      {},
      as,
    );
    await app.graphql('mutation { setAlias(input: { modelVersion: "told@2", alias: "best" }) { changed } }', {}, as);
    await app.graphql(
      'mutation { setStage(input: { modelVersion: "told@2", stage: "Staging", reason: "try" }) { changed } }',
      {},
      as,
    );
    await app.graphql(
      'mutation { deploy(input: { deployment: "production/told", reason: "go", bindings: [{ modelVersion: "told@1", trafficPercent: 90 }, { modelVersion: "told@2", trafficPercent: 10 }] }) { changed } }',
      {},
      as,
    );
    await app.graphql(
      'mutation { undeploy(input: { deployment: "production/told", reason: "stop" }) { changed } }',
      {},
      as,
    );
    await app.graphql(
      'mutation { deleteNode(input: { id: "told@2", reason: "broken" }) { node { id } } }',
      {},
      { user: 'bob' },
    );

    const moves = (await history('told')).map(({ kind, name, from, to, by, reason }) => [
      kind,
      name,
      from,
      to,
      by,
      reason,
    ]);

    expect(moves.toReversed()).toEqual([
      ['ALIAS', 'best', null, 'told@1', 'ann', 'first'],
      ['ALIAS', 'best', 'told@1', 'told@2', 'ann', null],
      ['STAGE', 'stage', 'None', 'Staging', 'ann', 'try'],
      ['BINDING', 'production/told', null, '90', 'ann', 'go'],
      ['BINDING', 'production/told', null, '10', 'ann', 'go'],
      ['BINDING', 'production/told', '90', null, 'ann', 'stop'],
      ['BINDING', 'production/told', '10', null, 'ann', 'stop'],
      ['ALIAS', 'best', 'told@2', null, 'bob', 'broken'],
    ]);
    const { modelVersion } = await app.graphql<{ modelVersion: { history: { nodes: Move[] } } }>(
      `{ modelVersion(ref: "told@1") { history(kinds: [ALIAS]) { ${MOVES} } } }`,
    );
    expect(modelVersion.history.nodes.map(({ from, to }) => [from, to])).toEqual([
      ['told@1', 'told@2'],
      [null, 'told@1'],
    ]);
    expect(await history('told', '(first: 2)')).toEqual((await history('told')).slice(0, 2));
  });
});

/** What is said of model `m` at a time: by the answers, and by a replay of the feed. */
const STATE = `query ($m: Ref!, $asOf: DateTime!) {
  model(ref: $m) { alias(name: "champion", asOf: $asOf) { modelVersion { label } } history(asOf: $asOf, first: 1000) { ${MOVES} } }
  deployment(ref: "production/p") { bindings(asOf: $asOf) { modelVersion { label } trafficPercent } }
  a: modelVersion(ref: "m@1") { aliases(asOf: $asOf) stage(asOf: $asOf) } b: modelVersion(ref: "m@2") { aliases(asOf: $asOf) stage(asOf: $asOf) } }`;

interface Version {
  readonly aliases: readonly string[];
  readonly stage: string;
}
interface State {
  readonly model: {
    readonly alias: { readonly modelVersion: { readonly label: string } } | null;
    readonly history: { readonly nodes: readonly Move[] };
  };
  readonly deployment: {
    readonly bindings: readonly {
      readonly modelVersion: { readonly label: string };
      readonly trafficPercent: number;
    }[];
  };
  readonly a: Version;
  readonly b: Version;
}

function ofFeed({ things, edges }: Replay) {
  const byLabel = new Map(
    [...things].map(([id, fields]) => [String(fields.label), { id, ...(fields as Record<string, unknown>) }]),
  );
  const labelOf = (id: unknown) => things.get(String(id))?.label ?? null;
  const champion = labelOf(byLabel.get('m')?.['aliases.champion' as never]);
  const shares = edges
    .filter(({ kind, validTo, dst }) => kind === 'BINDING' && validTo === null && labelOf(dst) === 'production/p')
    .map(({ src, attributes }) => `${labelOf(src)} ${(attributes as { trafficPercent: number }).trafficPercent}`);
  const stage = (label: string) => (byLabel.get(label) as { stage?: string } | undefined)?.stage ?? 'None';
  return { champion, shares: shares.sort(), stages: [stage('m@1'), stage('m@2')] };
}

function ofAnswer({ model, deployment, a, b }: State) {
  const shares = deployment.bindings.map(
    ({ modelVersion, trafficPercent }) => `${modelVersion.label} ${trafficPercent}`,
  );
  return { champion: model.alias?.modelVersion.label ?? null, shares: shares.sort(), stages: [a.stage, b.stage] };
}

/** The same of the moves alone, which come last first. */
function ofMoves(moves: readonly Move[]) {
  const last = (kind: string, name: string, label?: string) =>
    moves.find(
      (move) => move.kind === kind && move.name === name && (label === undefined || move.modelVersion.label === label),
    )?.to ?? null;
  const versions = ['m@1', 'm@2'];
  const shares = versions.flatMap((label) => {
    const share = last('BINDING', 'production/p', label);
    return share === null ? [] : [`${label} ${share}`];
  });
  return {
    champion: last('ALIAS', 'champion'),
    shares: shares.sort(),
    stages: versions.map((label) => last('STAGE', 'stage', label) ?? 'None'),
  };
}

it('equals, at any time, a replay of what was done until then', async () => {
  await seed.modelVersion('m');
  await seed.modelVersion('m');
  const version = fc.constantFrom('m@1', 'm@2');
  const share = fc.integer({ min: 0, max: 100 });
  const step = fc.oneof(
    version.map((ref) => `setAlias(input: { modelVersion: "${ref}", alias: "champion" }) { changed }`),
    fc.constant('removeAlias(input: { model: "m", alias: "champion" }) { changed }'),
    fc
      .tuple(version, fc.constantFrom('Staging', 'Production', 'Archived'), fc.boolean())
      .map(
        ([ref, stage, others]) =>
          `setStage(input: { modelVersion: "${ref}", stage: "${stage}", archiveOthers: ${others} }) { changed }`,
      ),
    share.map(
      (percent) =>
        `deploy(input: { deployment: "production/p", bindings: [{ modelVersion: "m@1", trafficPercent: ${percent} }, { modelVersion: "m@2", trafficPercent: ${100 - percent} }] }) { changed }`,
    ),
    version.map(
      (ref) =>
        `deploy(input: { deployment: "production/p", bindings: [{ modelVersion: "${ref}", trafficPercent: 100 }] }) { changed }`,
    ),
    fc.constant('undeploy(input: { deployment: "production/p" }) { changed }'),
  );
  const steps = fc.sample(step, casesOf(40, 1_000));
  for (const field of steps) await app.graphqlAnswer(`mutation { ${field} }`);
  await app.graphql(
    'mutation { deploy(input: { deployment: "production/p", bindings: [{ modelVersion: "m@1", trafficPercent: 100 }] }) { changed } }',
  );

  const feed = await wholeFeed(app.database);
  const times = [...new Set((await history('m', '(first: 1000)')).map(({ at }) => at))];
  const looked = times.filter((_, index) => index % Math.ceil(times.length / casesOf(12, 200)) === 0);
  for (const asOf of looked) {
    const state = await app.graphql<State>(STATE, { m: 'm', asOf });
    // A record is written a moment after what it tells of, and two within a millisecond look the same.
    const near = feed.findIndex(({ at }) => at.toISOString() >= asOf);
    const known = ofAnswer(state);
    expect(known).toEqual(ofMoves(state.model.history.nodes));
    const replays = [-1, 0, 1, 2].map((more) => ofFeed(replay(feed.slice(0, near + more))));
    expect(replays).toContainEqual(known);
  }
});
