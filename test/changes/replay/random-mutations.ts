import fc from 'fast-check';

/** A mutation as it is sent. What it names may be there or not: some are refused. */
export interface RandomMutation {
  readonly document: string;
  readonly variables: Record<string, unknown>;
}

const MUTATIONS: Readonly<Record<string, string>> = {
  registerDatasetVersion: 'RegisterDatasetVersionInput',
  registerModelVersion: 'RegisterModelVersionInput',
  updateNode: 'UpdateNodeInput',
  deleteNode: 'DeleteNodeInput',
  setAlias: 'SetAliasInput',
  removeAlias: 'RemoveAliasInput',
  setStage: 'SetStageInput',
  deploy: 'DeployInput',
  undeploy: 'UndeployInput',
  startRun: 'StartRunInput',
  logRun: 'LogRunInput',
  finishRun: 'FinishRunInput',
  resumeRun: 'ResumeRunInput',
  updateRun: 'UpdateRunInput',
  restoreRun: 'RestoreRunInput',
  defineMetric: 'DefineMetricInput',
  publishFeatureSet: 'PublishFeatureSetInput',
  activateFeatureSetVersion: 'ActivateFeatureSetVersionInput',
  deprecateFeature: 'DeprecateFeatureInput',
  setRetention: 'SetRetentionInput',
  writeFeatures: 'WriteFeaturesInput',
  defineFeatureService: 'DefineFeatureServiceInput',
};

const name = (prefix: string, count: number) => fc.integer({ min: 1, max: count }).map((n) => `${prefix}${n}`);
const dataset = name('d', 4);
const model = name('m', 3);
const set = name('set_', 3);
const version = fc.integer({ min: 1, max: 4 });
const versionOf = (of: fc.Arbitrary<string>) => fc.tuple(of, version).map(([parent, number]) => `${parent}@${number}`);
const deployment = name('production/p', 3);
const digest = fc.integer({ min: 1, max: 50 }).map(String);
const word = fc.constantFrom('wet', 'dry', 'Zoë', '雨', '');
const tags = fc.uniqueArray(fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: word }), {
  selector: ({ key }) => key,
  maxLength: 3,
});
const anything = fc.oneof(dataset, model, set, versionOf(dataset), versionOf(model), versionOf(set), deployment);

/** Inputs by mutation. Runs are named by the ids that were given so far. */
function inputs(runs: readonly string[]): Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> {
  const run = runs.length === 0 ? fc.constant('run_00000000000000000000000000') : fc.constantFrom(...runs);
  const metadata = { description: word, tags, owner: fc.constantFrom('ada', 'bo') };
  return {
    registerDatasetVersion: fc.record(
      {
        dataset,
        digest,
        location: fc.constant('s3://key:secret@lake/x'),
        columns: fc.constant([]),
        derivedFrom: fc.array(versionOf(dataset), { maxLength: 2 }),
        run,
        ...metadata,
      },
      { requiredKeys: ['dataset', 'digest', 'location', 'columns'] },
    ),
    registerModelVersion: fc.record(
      {
        model,
        artifact: digest.map((text) => ({ uri: 's3://m', digest: text })),
        trainedOn: fc.array(versionOf(dataset), { maxLength: 2 }),
        signature: fc.array(
          versionOf(set).map((ref) => `${ref}:n`),
          { maxLength: 1 },
        ),
        ...metadata,
      },
      { requiredKeys: ['model', 'artifact'] },
    ),
    updateNode: fc.record({ id: anything, ...metadata }, { requiredKeys: ['id'] }),
    deleteNode: fc.record({ id: fc.oneof(anything, run), reason: word }, { requiredKeys: ['id'] }),
    setAlias: fc.record({ modelVersion: versionOf(model), alias: fc.constantFrom('champion', 'next') }),
    setStage: fc.record({
      modelVersion: versionOf(model),
      stage: fc.constantFrom('Staging', 'Production', 'Archived'),
      archiveOthers: fc.boolean(),
    }),
    removeAlias: fc.record({ model, alias: fc.constantFrom('champion', 'next') }),
    deploy: fc.record(
      {
        deployment,
        bindings: versionOf(model).map((ref) => [{ modelVersion: ref, trafficPercent: 100 }]),
        createEnvironment: fc.constant(true),
        endpoint: fc.constantFrom('http://a', 'http://b'),
      },
      { requiredKeys: ['deployment', 'bindings', 'createEnvironment'] },
    ),
    undeploy: fc.record({ deployment }),
    startRun: fc.record(
      { type: fc.constantFrom('TRAINING', 'OTHER'), key: name('k', 40), experiment: name('e', 3), ...metadata },
      { requiredKeys: ['type'] },
    ),
    logRun: fc.record(
      {
        run,
        parameters: fc.array(fc.record({ name: fc.constantFrom('x', 'y'), value: fc.constantFrom('1', '2') }), {
          maxLength: 1,
        }),
        metrics: fc.array(fc.record({ name: fc.constant('loss'), value: fc.double({ noNaN: true, min: 0, max: 1 }) }), {
          maxLength: 2,
        }),
        tags,
        removeTags: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
        inputs: fc.array(
          versionOf(dataset).map((ref) => ({ ref })),
          { maxLength: 1 },
        ),
      },
      { requiredKeys: ['run'] },
    ),
    finishRun: fc.record({ run, status: fc.constantFrom('SUCCEEDED', 'FAILED') }),
    resumeRun: fc.record({ run }),
    updateRun: fc.record(
      { run, name: word, lostAfterSeconds: fc.constantFrom(0, 1_000, null) },
      { requiredKeys: ['run'] },
    ),
    restoreRun: fc.record({ run }),
    defineMetric: fc.record({ name: fc.constantFrom('loss', 'auc'), goal: fc.constantFrom('MAX', 'MIN') }),
    publishFeatureSet: fc.record({
      name: set,
      entity: fc.constant('key'),
      features: fc
        .constantFrom('n', 'm')
        .map((feature) => [{ name: 'n', type: 'INT64' }, ...(feature === 'm' ? [{ name: 'm', type: 'INT64' }] : [])]),
    }),
    activateFeatureSetVersion: fc.record({
      featureSetVersion: versionOf(set),
      force: fc.constant(true),
      reason: fc.constant('so'),
    }),
    deprecateFeature: fc.record({
      feature: versionOf(set).map((ref) => `${ref}:n`),
      reason: fc.constantFrom('old', 'wrong'),
    }),
    setRetention: fc.record({ featureSet: versionOf(set), keepHistoryFor: fc.constantFrom(100, 200) }),
    writeFeatures: fc.record({
      featureSet: versionOf(set),
      rows: fc
        .integer({ min: 0, max: 99 })
        .map((n) => [{ key: 'k', n, event_time: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z` }]),
    }),
    defineFeatureService: fc.record({ name: name('s', 2), features: versionOf(set).map((ref) => [`${ref}:n`]) }),
  };
}

/** So many random mutations. */
export function randomMutations(runs: readonly string[], count: number, seed: number): RandomMutation[] {
  const all = inputs(runs);
  const mutation = fc.constantFrom(...Object.keys(MUTATIONS)).chain((field) =>
    (all[field] ?? fc.constant({})).map((input) => ({
      document: `mutation ($input: ${MUTATIONS[field]}!) { ${field}(input: $input) { __typename ${field === 'startRun' ? 'run { id }' : ''} } }`,
      variables: { input },
    })),
  );
  return fc.sample(mutation, { numRuns: count, seed });
}
