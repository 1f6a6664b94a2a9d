import { bind, deployed, model, runNamed } from './catalog-writes.js';
import { extentOf, type KindOfWrite } from './kind-of-write.js';

/** Changes that end something: what it was stays, with its end. */
export const ENDING_WRITES: readonly KindOfWrite[] = [
  {
    name: 'the end of a run',
    prepare: (send, n) =>
      send(`mutation { startRun(input: { type: TRAINING, name: "end-${n}", key: "end-${n}" }) { created } }`),
    async change(send, n, ask) {
      const run = await runNamed(ask, `end-${n}`);
      return send(
        'mutation ($run: Ref!) { finishRun(input: { run: $run, status: FAILED, message: "m" }) { run { id } } }',
        {
          run: run?.id,
        },
      );
    },
    async extent(ask, n) {
      const run = await runNamed(ask, `end-${n}`);
      if (run === undefined) return 'nothing';
      return extentOf([run.status === 'FAILED', run.message === 'm', run.endedAt !== null]);
    },
  },
  {
    name: 'the end of an alias',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(`mutation { setAlias(input: { alias: "live", modelVersion: "m_${n}@1" }) { changed } }`)),
    change: (send, n) => send(`mutation { removeAlias(input: { model: "m_${n}", alias: "live" }) { model { id } } }`),
    async extent(ask, n) {
      const { model } = await ask(
        `{ model(ref: "m_${n}") { aliases { alias } aliasHistory { nodes { validTo endedBy } } } }`,
      );
      const [held] = model?.aliasHistory.nodes ?? [];
      if (held === undefined) return 'nothing';
      return extentOf([model.aliases.length === 0, held.validTo !== null, held.endedBy !== null]);
    },
  },
  {
    name: 'the end of a deployment',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(model(n, '2'))) &&
      (await send(deployed(n, `${bind(n, 1, 30)}, ${bind(n, 2, 70)}`))),
    change: (send, n) => send(`mutation { undeploy(input: { deployment: "kill/d-${n}" }) { deployment { id } } }`),
    async extent(ask, n) {
      const { deployment } = await ask(
        `{ deployment(ref: "kill/d-${n}") { bindings { trafficPercent } history { validTo endedBy } } }`,
      );
      if (deployment === null) return 'nothing';
      if (deployment.history.length !== 2) return `half: ${deployment.history.length} bindings`;
      return extentOf([
        deployment.bindings.length === 0,
        ...deployment.history.map(({ validTo }: { validTo: string | null }) => validTo !== null),
      ]);
    },
  },
];
