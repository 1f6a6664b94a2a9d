import { runNamed } from './catalog-writes.js';
import { type Ask, extentOf, type KindOfWrite } from './kind-of-write.js';

const start = (name: string, more = '') =>
  `mutation { startRun(input: { type: TRAINING, name: "${name}", key: "${name}"${more} }) { created } }`;

/** The id of an experiment, one that was deleted too. */
async function experimentOf(ask: Ask, run: string): Promise<string | undefined> {
  const { runs } = await ask(
    `{ runs(filter: { nameContains: "${run}", includeDeleted: true }) { nodes { experiment { id } } } }`,
  );
  return runs.nodes[0]?.experiment.id;
}

async function deletedRun(ask: Ask, name: string) {
  const { runs } = await ask(
    `{ runs(filter: { nameContains: "${name}", includeDeleted: true }) { nodes { id deletedAt deletion { reason } } } }`,
  );
  return runs.nodes[0];
}

const DELETE = 'mutation ($id: Ref!) { deleteNode(input: { id: $id, reason: "clutter" }) { __typename } }';

/** What becomes of runs after they were logged, and what is said of their metrics. */
export const RUN_WRITES: readonly KindOfWrite[] = [
  {
    name: 'what is said of a metric',
    change: (send, n) =>
      send(`mutation { defineMetric(input: { name: "k${n}", goal: MIN, description: "d" }) { metric { name } } }`),
    async extent(ask, n) {
      const { metricDefinitions } = await ask('{ metricDefinitions(first: 1000) { nodes { name goal description } } }');
      const found = metricDefinitions.nodes.find(({ name }: { name: string }) => name === `k${n}`);
      return extentOf([found?.goal === 'MIN', found?.description === 'd']);
    },
  },
  {
    name: 'another name and patience of a run',
    prepare: (send, n) => send(start(`first-${n}`)),
    async change(send, n, ask) {
      const run = await runNamed(ask, `first-${n}`);
      return send('mutation ($input: UpdateRunInput!) { updateRun(input: $input) { run { id } } }', {
        input: { run: run?.id, name: `second-${n}`, lostAfterSeconds: 5000 },
      });
    },
    async extent(ask, n) {
      const { runs } = await ask(`{ runs(filter: { nameContains: "-${n}" }) { nodes { name lostAfterSeconds } } }`);
      const run = runs.nodes.find(({ name }: { name: string }) => [`first-${n}`, `second-${n}`].includes(name));
      return extentOf([run?.name === `second-${n}`, run?.lostAfterSeconds === 5000]);
    },
  },
  {
    name: 'a run that goes on',
    async prepare(send, n) {
      return send(start(`on-${n}`));
    },
    async change(send, n, ask) {
      const run = await runNamed(ask, `on-${n}`);
      await send('mutation ($run: Ref!) { finishRun(input: { run: $run, status: FAILED }) { run { id } } }', {
        run: run?.id,
      });
      return send('mutation ($run: Ref!) { resumeRun(input: { run: $run }) { run { id } } }', { run: run?.id });
    },
    async extent(ask, n) {
      const run = await runNamed(ask, `on-${n}`);
      return extentOf([run?.status === 'RUNNING', run?.endedAt === null]);
    },
  },
  {
    name: 'a run that comes back',
    prepare: (send, n) => send(start(`back-${n}`)),
    async change(send, n, ask) {
      const run = await runNamed(ask, `back-${n}`);
      await send(DELETE, { id: run?.id });
      return send('mutation ($run: Ref!) { restoreRun(input: { run: $run }) { run { id } } }', { run: run?.id });
    },
    async extent(ask, n) {
      const run = await deletedRun(ask, `back-${n}`);
      return extentOf([run?.deletedAt === null, run?.deletion === null]);
    },
  },
  {
    name: 'an experiment that comes back',
    prepare: (send, n) => send(start(`with-${n}`, `, experiment: "exp-${n}"`)),
    async change(send, n, ask) {
      const id = await experimentOf(ask, `with-${n}`);
      await send(DELETE, { id });
      return send('mutation ($id: Ref!) { restoreExperiment(input: { experiment: $id }) { experiment { id } } }', {
        id,
      });
    },
    async extent(ask, n) {
      const { experiment } = await ask(`{ experiment(ref: "exp-${n}") { deletedAt } }`);
      const run = await deletedRun(ask, `with-${n}`);
      return extentOf([experiment !== null, run?.deletedAt === null]);
    },
  },
];
