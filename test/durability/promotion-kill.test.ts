import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { ServiceProcess } from './service-process.js';

/** `KILLS=60 npx jest test/durability/promotion-kill` for a long look. */
const KILLS = Number(process.env.KILLS ?? 1);
const VERSIONS = 6;
const WRITERS = 5;

let dataDir: string;
let service: ServiceProcess;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  const fields = Array.from(
    { length: VERSIONS },
    (_, n) =>
      `v${n}: registerModelVersion(input: { model: "m", artifact: { uri: "s3://m", digest: "${n}" }, metrics: [{ name: "auc", value: 0.9 }] }) { created }`,
  );
  const policy = (to: string) =>
    `definePromotionPolicy(input: { model: "m", to: "${to}", rules: [{ kind: METRIC, metric: "auc", operator: GT, value: 0.5 }] }) { created }`;
  for (const field of [
    ...fields,
    `a: ${policy('champion')} b: ${policy('Production')}`,
    'defineEnvironment(input: { name: "kill" }) { created }',
    'promote(input: { modelVersion: "m@1", to: "champion" }) { changed }',
    'deploy(input: { deployment: "kill/m", bindings: [{ modelVersion: "m@1", trafficPercent: 100 }] }) { changed }',
  ])
    expect(await service.send(`mutation { ${field} }`, {})).toBeDefined();
}, 60_000);

afterAll(async () => {
  await service?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const any = (count: number) => 1 + Math.floor(Math.random() * count);
const version = () => `m@${any(VERSIONS)}`;

/** Whatever moves champions and traffic, all of it about one model and one deployment. */
const MOVES: readonly (() => string)[] = [
  () => `promote(input: { modelVersion: "${version()}", to: "champion", expectedCurrent: "m@champion" }) { changed }`,
  () => {
    const from = any(VERSIONS);
    return `promote(input: { modelVersion: "m@${(from % VERSIONS) + 1}", to: "Production", expectedCurrent: "m@${from}" }) { changed }`;
  },
  () => `promote(input: { modelVersion: "${version()}", to: "Production" }) { changed }`,
  () =>
    `shiftTraffic(input: { deployment: "kill/m", modelVersion: "${version()}", toPercent: ${any(100)} }) { changed }`,
  () => 'rollback(input: { deployment: "kill/m" }) { restored }',
  () => {
    const [one, share] = [any(VERSIONS - 1), any(100)];
    return `deploy(input: { deployment: "kill/m", bindings: [{ modelVersion: "m@${one}", trafficPercent: ${share} }, { modelVersion: "m@${one + 1}", trafficPercent: ${100 - share} }] }) { changed }`;
  },
];

/** Moves until it is told to stop; tells of each move that was acknowledged. */
async function moveUntil(stopped: () => boolean, acknowledge: () => void): Promise<void> {
  while (!stopped()) {
    const move = MOVES[any(MOVES.length) - 1]?.();
    if ((await service.send(`mutation { ${move} }`, {})) !== undefined) acknowledge();
  }
}

interface State {
  readonly model: {
    readonly alias: { readonly modelVersion: { readonly label: string } } | null;
    readonly inStage: readonly { readonly label: string }[];
    readonly history: { readonly nodes: readonly { readonly at: string }[] };
  };
  readonly deployment: { readonly bindings: readonly { readonly trafficPercent: number }[] };
  readonly modelVersions: readonly { readonly aliases: readonly string[]; readonly stage: string }[];
}

const VERSION_FIELDS = Array.from(
  { length: VERSIONS },
  (_, n) => `v${n + 1}: modelVersion(ref: "m@${n + 1}") { aliases(asOf: $asOf) stage(asOf: $asOf) }`,
).join(' ');
const STATE = `query ($asOf: DateTime) {
  model(ref: "m") { alias(name: "champion", asOf: $asOf) { modelVersion { label } } inStage(name: "Production") { label } history(first: 1000, asOf: $asOf) { nodes { at } } }
  deployment(ref: "kill/m") { bindings(asOf: $asOf) { trafficPercent } }
  ${VERSION_FIELDS} }`;

async function stateAt(asOf: string | null): Promise<State> {
  const data = await service.send<State & Record<string, State['modelVersions'][number]>>(STATE, { asOf });
  if (data === undefined) throw new Error(`no state as of ${asOf}`);
  const { model, deployment } = data;
  return {
    model,
    deployment,
    modelVersions: Array.from({ length: VERSIONS }, (_, n) => data[`v${n + 1}`] ?? { aliases: [], stage: '' }),
  };
}

/** One champion, at most one version in production, shares that make 100. */
function expectSound({ model, deployment, modelVersions }: State, at: string | null): void {
  const holders = modelVersions.filter(({ aliases }) => aliases.includes('champion'));
  const inProduction = modelVersions.filter(({ stage }) => stage === 'Production');
  const sum = deployment.bindings.reduce((total, { trafficPercent }) => total + trafficPercent, 0);
  expect({ at, champions: holders.length, hasAlias: model.alias !== null, sum }).toEqual({
    at,
    champions: 1,
    hasAlias: true,
    sum: 100,
  });
  expect(inProduction.length).toBeLessThanOrEqual(1);
}

it(
  `has one champion and a split that makes 100 at every moment, whoever is killed while all of it moves, ${KILLS} times`,
  async () => {
    // Where there are fewer kills than victims, other ones each time.
    const first = Math.floor(Math.random() * 3);
    for (let round = first; round < first + KILLS; round++) {
      let [stopped, acknowledged] = [false, 0];
      const before = (await stateAt(null)).model.history.nodes[0]?.at ?? '';
      const moving = Array.from({ length: WRITERS }, () =>
        moveUntil(
          () => stopped,
          () => acknowledged++,
        ),
      );
      // On a busy machine the first one may take longer than all the rest.
      await eventually(() => expect(acknowledged).toBeGreaterThan(0), 30_000);
      await sleep(300 + Math.random() * 700);
      // In turns the service alone, which leaves PostgreSQL behind, both, and before it what serves a connection, for which PostgreSQL starts all anew.
      if (round % 3 === 1) await service.killPostgres();
      if (round % 3 === 2) {
        await service.killBackend('SIGKILL');
        await sleep(Math.random() * 400);
      }
      await service.killService();
      stopped = true;
      await Promise.all(moving);
      service = await ServiceProcess.start(dataDir);
      await eventually(() => stateAt(null).then(() => undefined), 30_000);

      const now = await stateAt(null);
      expectSound(now, null);
      expect(now.model.inStage.length).toBeLessThanOrEqual(1);
      const times = [...new Set(now.model.history.nodes.map(({ at }) => at))].filter((at) => at > before);
      for (const at of times.filter((_, index) => index % Math.ceil(times.length / 20) === 0))
        expectSound(await stateAt(at), at);
    }
  },
  60 * 60_000,
);
