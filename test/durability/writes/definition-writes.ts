import { publish, write } from './feature-writes.js';
import { extentOf, type KindOfWrite } from './kind-of-write.js';

const TWO = '{ name: "n", type: INT64 }, { name: "m", type: INT64 }';

/** Changes of what there can be rows, models and runs of. */
export const DEFINITION_WRITES: readonly KindOfWrite[] = [
  {
    name: 'a project',
    change: (send, n) =>
      send(`mutation { createProject(input: { name: "p-${n}", description: "d" }) { project { name } } }`),
    async extent(ask, n) {
      const { projects } = await ask('{ projects { name description } }');
      const project = projects.find(({ name }: { name: string }) => name === `p-${n}`);
      return extentOf([project !== undefined, project?.description === 'd']);
    },
  },
  {
    name: 'an environment with its tags',
    change: (send, n) =>
      send(
        `mutation { defineEnvironment(input: { name: "e-${n}", owner: "o", tags: [{ key: "k", value: "v" }] }) { created } }`,
      ),
    async extent(ask, n) {
      const { environment } = await ask(`{ environment(ref: "e-${n}") { owner tags { key } } }`);
      return extentOf([environment !== null, environment?.owner === 'o', environment?.tags.length === 1]);
    },
  },
  {
    name: 'an entity with its join keys and tags',
    change: (send, n) =>
      send(
        `mutation { defineEntity(input: { name: "entity_${n}", joinKeys: [{ name: "a", type: STRING }, { name: "b", type: INT64 }], tags: [{ key: "k", value: "v" }] }) { created } }`,
      ),
    async extent(ask, n) {
      const { entity } = await ask(`{ entity(ref: "entity_${n}") { joinKeys { name } tags { key } } }`);
      return extentOf([entity !== null, entity?.joinKeys.length === 2, entity?.tags.length === 1]);
    },
  },
  {
    name: 'a feature set that takes rows',
    change: (send, n) => send(publish(`new_${n}`)),
    async extent(ask, n) {
      const { featureSetVersion } = await ask(
        `{ featureSetVersion(ref: "new_${n}@1") { current features { name } upstream { edges { kind } } } }`,
      );
      if (featureSetVersion === null) return 'nothing';
      // A lookup finds its tables.
      const { onlineFeatures } = await ask(
        `{ onlineFeatures(features: ["new_${n}:n"], entities: [{ key: "none" }]) { statuses } }`,
      );
      return extentOf([
        featureSetVersion.current,
        featureSetVersion.features.length === 1,
        onlineFeatures.statuses[0][0] === 'NOT_FOUND',
      ]);
    },
  },
  {
    name: 'a feature service with its features and what it pins',
    prepare: (send, n) => send(publish(`served_${n}`)),
    change: (send, n) =>
      send(
        `mutation { defineFeatureService(input: { name: "service-${n}", features: ["served_${n}:n"], tags: [{ key: "k", value: "v" }] }) { created } }`,
      ),
    async extent(ask, n) {
      const { featureServiceVersion: version } = await ask(
        `{ featureServiceVersion(ref: "service-${n}@1") { features { ref } tags { key } upstream { edges { kind } } } }`,
      );
      if (version === null) return 'nothing';
      return extentOf([version.features.length === 1, version.tags.length === 1, version.upstream.edges.length > 0]);
    },
  },
  {
    name: 'an activation',
    prepare: async (send, n) =>
      (await send(publish(`a_${n}`))) &&
      (await write(send, `a_${n}@1`, [`a-${n}`])) &&
      (await send(publish(`a_${n}`, TWO))),
    change: (send, n) =>
      send(
        `mutation { activateFeatureSetVersion(input: { featureSetVersion: "a_${n}@2", force: true, reason: "test" }) { changed } }`,
      ),
    async extent(ask, n) {
      const { featureSet } = await ask(
        `{ featureSet(ref: "a_${n}") { currentVersion { version } activations { nodes { reason } } versions { nodes { version current } } } }`,
      );
      if (featureSet === null) return 'nothing';
      const current = featureSet.versions.nodes.filter(({ current }: { current: boolean }) => current);
      if (current.length !== 1) return 'half: more or less than one is current';
      return extentOf([
        featureSet.currentVersion.version === 2,
        current[0].version === 2,
        featureSet.activations.nodes.some(({ reason }: { reason: string | null }) => reason === 'test'),
      ]);
    },
  },
  {
    name: 'a deprecation with its replacement',
    prepare: async (send, n) => send(publish(`old_${n}`, TWO)),
    change: (send, n) =>
      send(
        `mutation { deprecateFeature(input: { feature: "old_${n}@1:m", reason: "test", replacement: "old_${n}@1:n" }) { featureSetVersion { id } } }`,
      ),
    async extent(ask, n) {
      const { featureSetVersion } = await ask(
        `{ featureSetVersion(ref: "old_${n}@1") { deprecations { reason replacement } } }`,
      );
      const [deprecation] = featureSetVersion?.deprecations ?? [];
      return extentOf([deprecation?.reason === 'test', deprecation?.replacement === `old_${n}@1:n`]);
    },
  },
  {
    name: 'a deprecation taken back',
    prepare: async (send, n) =>
      (await send(publish(`back_${n}`))) &&
      (await send(
        `mutation { deprecateFeature(input: { feature: "back_${n}@1:n", reason: "test" }) { featureSetVersion { id } } }`,
      )),
    change: (send, n) =>
      send(`mutation { undeprecateFeature(input: { feature: "back_${n}@1:n" }) { featureSetVersion { id } } }`),
    async extent(ask, n) {
      const { featureSetVersion } = await ask(`{ featureSetVersion(ref: "back_${n}@1") { deprecations { reason } } }`);
      return extentOf([featureSetVersion?.deprecations.length === 0]);
    },
  },
  {
    name: 'a retention',
    prepare: (send, n) => send(publish(`kept_${n}`)),
    change: (send, n) =>
      send(
        `mutation { setRetention(input: { featureSet: "kept_${n}@1", keepHistoryFor: 60 }) { featureSetVersion { id } } }`,
      ),
    async extent(ask, n) {
      const { featureSetVersion } = await ask(`{ featureSetVersion(ref: "kept_${n}@1") { keepHistoryFor } }`);
      return extentOf([featureSetVersion?.keepHistoryFor === 60]);
    },
  },
];
