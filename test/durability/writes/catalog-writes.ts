import { type Ask, extentOf, type KindOfWrite } from './kind-of-write.js';

const register = (dataset: string, more = '') =>
  `mutation { registerDatasetVersion(input: { dataset: "${dataset}", digest: "1", location: "s3://a", columns: [{ name: "a", type: INT64 }]${more} }) { created } }`;
export const model = (n: number, digest: string, more = '') =>
  `mutation { registerModelVersion(input: { model: "m_${n}", artifact: { uri: "s3://m", digest: "${digest}" }${more} }) { created } }`;
export const deployed = (n: number, split: string) =>
  `mutation { deploy(input: { deployment: "kill/d-${n}", bindings: [${split}] }) { changed } }`;
export const bind = (n: number, version: number, share: number) =>
  `{ modelVersion: "m_${n}@${version}", trafficPercent: ${share} }`;

/** Changes of the graph: each makes several records that belong together. */
export const CATALOG_WRITES: readonly KindOfWrite[] = [
  {
    name: 'a dataset version with its source and tags',
    prepare: (send, n) => send(register(`from_${n}`)),
    change: (send, n) => send(register(`d_${n}`, `, derivedFrom: ["from_${n}@1"], tags: [{ key: "k", value: "v" }]`)),
    async extent(ask, n) {
      const { datasetVersion } = await ask(
        `{ datasetVersion(ref: "d_${n}@1") { tags { key } columns { name } upstream { edges { kind } } } }`,
      );
      const kinds = (datasetVersion?.upstream.edges ?? []).map(({ kind }: { kind: string }) => kind);
      return extentOf([
        datasetVersion?.tags.length === 1,
        datasetVersion?.columns.length === 1,
        kinds.includes('DERIVED_FROM'),
      ]);
    },
  },
  {
    name: 'a run with its parameters and inputs',
    prepare: (send, n) => send(register(`in_${n}`)),
    change: (send, n) =>
      send(
        `mutation { startRun(input: { type: TRAINING, name: "c-${n}", key: "child-${n}", inputs: [{ ref: "in_${n}@1" }], parameters: [{ name: "a", value: "1" }, { name: "b", value: "2" }] }) { created } }`,
      ),
    async extent(ask, n) {
      const { runs } = await ask(
        `{ runs(filter: { nameContains: "c-${n}" }) { nodes { name parameters { name } inputs { role } } } }`,
      );
      const run = runs.nodes.find(({ name }: { name: string }) => name === `c-${n}`);
      return extentOf([run !== undefined, run?.parameters.length === 2, run?.inputs.length === 1]);
    },
  },
  {
    name: 'a log of metrics, parameters and tags',
    prepare: (send, n) =>
      send(`mutation { startRun(input: { type: TRAINING, name: "l-${n}", key: "l-${n}" }) { created } }`),
    async change(send, n, ask) {
      const run = await runNamed(ask, `l-${n}`);
      return send('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
        input: {
          run: run?.id,
          metrics: [{ name: 'm', value: 1 }],
          parameters: [{ name: 'p', value: '1' }],
          tags: [{ key: 't', value: '1' }],
        },
      });
    },
    async extent(ask, n) {
      const run = await runNamed(ask, `l-${n}`);
      return extentOf([run?.metrics.length === 1, run?.parameters.length === 1, run?.tags.length === 1]);
    },
  },
  {
    name: 'a model version with its frozen lineage, metrics and source',
    prepare: (send, n) => send(register(`train_${n}`)),
    change: (send, n) => send(model(n, '1', `, trainedOn: ["train_${n}@1"], metrics: [{ name: "auc", value: 0.9 }]`)),
    async extent(ask, n) {
      const { modelVersion } = await ask(
        `{ modelVersion(ref: "m_${n}@1") { metrics { name } trainedOn { id } frozenLineage { nodeCount } } }`,
      );
      return extentOf([
        modelVersion !== null,
        modelVersion?.metrics.length === 1,
        modelVersion?.trainedOn.length === 1,
        modelVersion?.frozenLineage.nodeCount >= 2,
      ]);
    },
  },
  {
    name: 'an alias that moves',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(model(n, '2'))) &&
      (await send(`mutation { setAlias(input: { alias: "live", modelVersion: "m_${n}@1" }) { changed } }`)),
    change: (send, n) => send(`mutation { setAlias(input: { alias: "live", modelVersion: "m_${n}@2" }) { changed } }`),
    async extent(ask, n) {
      const { model } = await ask(
        `{ model(ref: "m_${n}") { aliases { modelVersion { version } } aliasHistory { nodes { validTo } } } }`,
      );
      if (model === null) return 'nothing';
      const ended = model.aliasHistory.nodes.filter(({ validTo }: { validTo: string | null }) => validTo !== null);
      return extentOf([
        model.aliases.length === 1 && model.aliases[0].modelVersion.version === 2,
        model.aliasHistory.nodes.length === 2,
        ended.length === 1,
      ]);
    },
  },
  {
    name: 'a deployment whose traffic moves',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) && (await send(model(n, '2'))) && (await send(deployed(n, bind(n, 1, 100)))),
    change: (send, n) => send(deployed(n, `${bind(n, 1, 30)}, ${bind(n, 2, 70)}`)),
    async extent(ask, n) {
      const { deployment } = await ask(
        `{ deployment(ref: "kill/d-${n}") { bindings { trafficPercent } history { validTo } } }`,
      );
      if (deployment === null) return 'nothing';
      const shares = deployment.bindings.map(({ trafficPercent }: { trafficPercent: number }) => trafficPercent);
      const total = shares.reduce((sum: number, share: number) => sum + share, 0);
      if (total !== 100) return 'half';
      return extentOf([shares.length === 2, deployment.history.length > 1]);
    },
  },
  {
    name: 'a stage that a version enters and another one leaves',
    prepare: async (send, n) =>
      (await send(model(n, '1'))) &&
      (await send(model(n, '2'))) &&
      (await send(`mutation { setStage(input: { modelVersion: "m_${n}@1", stage: "Production" }) { changed } }`)),
    change: (send, n) =>
      send(
        `mutation { setStage(input: { modelVersion: "m_${n}@2", stage: "Production", archiveOthers: true, reason: "better" }) { changed } }`,
      ),
    async extent(ask, n) {
      const { model } = await ask(
        `{ model(ref: "m_${n}") { inStage(name: "Production") { version } history { nodes { to } } } }`,
      );
      if (model === null) return 'nothing';
      const [holder, ...more] = model.inStage.map(({ version }: { version: number }) => version);
      if (holder === undefined && model.history.nodes.length === 0) return 'nothing';
      if (holder === undefined || more.length > 0) return 'half';
      return extentOf([holder === 2, model.history.nodes.length === 3]);
    },
  },
  {
    name: 'the stages of a project',
    change: (send, n) =>
      send(
        `mutation { defineStages(input: { stages: [{ name: "None" }, { name: "Try ${n}" }, { name: "Production" }, { name: "Archived" }] }) { changed } }`,
      ),
    async extent(ask, n) {
      // Others say something else a moment later.
      const { changes } = await ask('{ changes(actions: ["model:define-stages"], first: 1000) { nodes { details } } }');
      return extentOf([JSON.stringify(changes).includes(`"Try ${n}"`)]);
    },
  },
  {
    name: 'a deletion',
    prepare: (send, n) => send(register(`gone_${n}`)),
    change: (send, n) => send(`mutation { deleteNode(input: { id: "gone_${n}@1", reason: "test" }) { node { id } } }`),
    async extent(ask, n) {
      const { dataset } = await ask(`{ dataset(ref: "gone_${n}") { versions { nodes { id } } } }`);
      return extentOf([dataset?.versions.nodes.length === 0]);
    },
  },
  {
    name: 'how much a project may hold',
    prepare: (send, n) => send(`mutation { createProject(input: { name: "held_${n}" }) { project { name } } }`),
    change: (send, n) =>
      send(`mutation { setProjectQuota(input: { project: "held_${n}", nodes: 5 }) { project { name } } }`),
    async extent(ask, n) {
      const { projects } = await ask('{ projects { name quota { nodes } } }');
      const project = projects.find(({ name }: { name: string }) => name === `held_${n}`);
      return extentOf([project?.quota.nodes === 5]);
    },
  },
  {
    name: 'new tags and a description',
    prepare: (send, n) => send(register(`edit_${n}`, ', tags: [{ key: "old", value: "1" }]')),
    change: (send, n) =>
      send(
        `mutation { updateNode(input: { id: "edit_${n}", description: "new", tags: [{ key: "a", value: "1" }, { key: "b", value: "2" }] }) { node { id } } }`,
      ),
    async extent(ask, n) {
      const { dataset } = await ask(`{ dataset(ref: "edit_${n}") { description tags { key } } }`);
      return extentOf([dataset?.description === 'new', dataset?.tags.length === 2]);
    },
  },
];

export async function runNamed(ask: Ask, wanted: string) {
  const { runs } = await ask(
    `{ runs(filter: { nameContains: "${wanted}" }) { nodes { id name status message endedAt metrics { name } parameters { name } tags { key } } } }`,
  );
  return runs.nodes.find(({ name }: { name: string }) => name === wanted);
}
