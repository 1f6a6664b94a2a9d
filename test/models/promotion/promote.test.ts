import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
});

afterAll(() => app.close());

const AUC = { kind: 'METRIC', metric: 'auc', operator: 'GT', value: 0.8 };

/** Two versions, of which the second is better, and a policy. */
async function guarded(model: string, more: object = {}, rules: readonly object[] = [AUC]): Promise<void> {
  await seed.version(model, { auc: 0.85 });
  await seed.version(model, { auc: 0.9 });
  await seed.policy(model, 'champion', rules, more);
}

describe('promote', () => {
  it('moves an alias past its gate, and keeps what the gate found', async () => {
    await guarded('passed');
    const first = await seed.try('promote', { modelVersion: 'passed@1', to: 'champion', reason: 'the first' });
    expect(first.answer).toMatchObject({ changed: true, previous: null, evaluation: { verdict: 'PASSED' } });
    const second = await seed.try('promote', { modelVersion: 'passed@2', to: 'champion', expectedCurrent: 'passed@1' });
    expect(second.answer).toMatchObject({
      previous: { label: 'passed@1' },
      evaluation: { champion: { label: 'passed@1' } },
    });
    expect(await seed.champion('passed')).toBe('passed@2');
  });

  it('refuses what the gate refuses, with every number, and keeps that', async () => {
    await seed.version('worse', { auc: 0.8 });
    await seed.policy('worse', 'champion', [AUC]);
    const { error } = await seed.try('promote', { modelVersion: 'worse@1', to: 'champion' });
    expect(error?.extensions).toMatchObject({ code: 'FAILED_PRECONDITION', failedRules: [{ kind: 'METRIC' }] });
    expect(error?.message).toContain('auc is 0.8 (registration); it must be more than 0.8.');
    expect(await seed.champion('worse')).toBeNull();
    const { modelVersion } = await app.graphql<{ modelVersion: { gateEvaluations: { nodes: unknown[] } } }>(
      '{ modelVersion(ref: "worse@1") { gateEvaluations { nodes { verdict rules { found threshold } } } } }',
    );
    expect(modelVersion.gateEvaluations.nodes).toEqual([
      { verdict: 'FAILED', rules: [{ found: 0.8, threshold: 0.8 }] },
    ]);
  });

  it('is a conflict where another one holds it than was expected', async () => {
    await guarded('moved');
    await seed.try('promote', { modelVersion: 'moved@1', to: 'champion' });
    for (const expectedCurrent of [null, 'moved@2']) {
      const { error } = await seed.try('promote', { modelVersion: 'moved@2', to: 'champion', expectedCurrent });
      expect(error?.extensions).toMatchObject({ code: 'CONFLICT', field: 'expectedCurrent', found: 'moved@1' });
    }
  });

  it('to a stage leaves it alone there', async () => {
    await seed.version('staged', { auc: 0.85 });
    await seed.version('staged', { auc: 0.9 });
    await seed.policy('staged', 'Production', [AUC]);
    await seed.try('promote', { modelVersion: 'staged@1', to: 'Production' });
    const { answer } = await seed.try('promote', {
      modelVersion: 'staged@2',
      to: 'Production',
      expectedCurrent: 'staged@1',
    });
    expect(answer).toMatchObject({ changed: true });
    expect(
      await app.graphql(
        '{ model(ref: "staged") { p: inStage(name: "Production") { label } a: inStage(name: "Archived") { label } } }',
      ),
    ).toEqual({ model: { p: [{ label: 'staged@2' }], a: [{ label: 'staged@1' }] } });
  });

  it.each(['champion', 'Production'])('lets exactly one of eight win that race: %s', async (to) => {
    const racers = 8;
    const model = `raced_${to.toLowerCase()}`;
    await seed.version(model, { auc: 0.85 });
    await seed.policy(model, to, [AUC]);
    await seed.try('promote', { modelVersion: `${model}@1`, to });
    for (let n = 0; n < racers; n++) await seed.version(model, { auc: 0.9 });
    const tries = Array.from({ length: racers }, (_, n) =>
      seed.try('promote', { modelVersion: `${model}@${n + 2}`, to, expectedCurrent: `${model}@1` }),
    );
    const outcomes = (await Promise.all(tries)).map(({ error }) => error?.extensions.code ?? 'won');
    expect(new Set(outcomes)).toEqual(new Set(['won', 'CONFLICT']));
    expect(outcomes.filter((code) => code === 'won')).toHaveLength(1);
    const winner = `${model}@${outcomes.indexOf('won') + 2}`;
    const { found } = await app.graphql<{ found: { inStage: object[] } }>(
      'query ($model: Ref!) { found: model(ref: $model) { inStage(name: "Production") { label } } }',
      { model },
    );
    if (to === 'champion') expect(await seed.champion(model)).toBe(winner);
    else expect(found.inStage).toEqual([{ label: winner }]);
  });
});

describe('what a policy guards', () => {
  it('is not to be had by setAlias or setStage', async () => {
    await guarded('shut');
    await seed.policy('shut', 'Production', [AUC]);
    for (const field of [
      'setAlias(input: { modelVersion: "shut@1", alias: "champion" })',
      'setStage(input: { modelVersion: "shut@1", stage: "Production" })',
    ]) {
      const { errors } = await app.graphqlAnswer(`mutation { ${field} { changed } }`);
      expect(errors[0]?.extensions).toMatchObject({ code: 'FAILED_PRECONDITION', policyVersion: 1 });
    }
    expect(await seed.champion('shut')).toBeNull();
  });

  it('lets nothing worse in where the champion was taken away', async () => {
    await seed.version('emptied', { auc: 0.9 });
    await seed.version('emptied', { auc: 0.5 });
    await seed.policy('emptied', 'champion', [{ kind: 'CHAMPION', metric: 'auc', better: 'MAX', maxRegression: 0.01 }]);
    await seed.try('promote', { modelVersion: 'emptied@1', to: 'champion' });
    await app.graphql('mutation { removeAlias(input: { model: "emptied", alias: "champion" }) { changed } }');
    const { error } = await seed.try('promote', { modelVersion: 'emptied@2', to: 'champion' });
    expect(error?.message).toContain('that of the champion emptied@1 0.9');
  });
});

describe('an override', () => {
  const override = { reason: 'the old one lies' };

  it('takes a policy that allows it, and is kept with its reason', async () => {
    await seed.version('strict', { auc: 0.1 });
    await seed.policy('strict', 'champion', [AUC]);
    const refused = await seed.try('promote', { modelVersion: 'strict@1', to: 'champion', override });
    expect(refused.error?.message).toContain('does not let itself be overridden');

    await seed.policy('strict', 'champion', [AUC], { overridable: true });
    const done = await seed.try('promote', { modelVersion: 'strict@1', to: 'champion', override }, 'boss');
    expect(done.answer).toMatchObject({
      changed: true,
      overridden: true,
      evaluation: { verdict: 'FAILED', policy: { version: 2 } },
    });
    const { changes } = await app.graphql<{ changes: { nodes: unknown[] } }>(
      '{ changes(of: ["strict@1"], actions: ["model:promote"]) { nodes { reason principal details } } }',
    );
    const { model } = await app.graphql<{ model: { history: { nodes: unknown[] } } }>(
      '{ model(ref: "strict") { history { nodes { to overridden reason } } } }',
    );
    expect(model.history.nodes).toEqual([{ to: 'strict@1', overridden: true, reason: 'the old one lies' }]);
    expect(changes.nodes).toMatchObject([{ reason: 'the old one lies', principal: 'boss', details: { override } }]);
  });
});

describe('a verdict', () => {
  it('is kept, and the same when it is asked for again', async () => {
    await guarded('asked');
    const one = await seed.gate('asked@1', 'champion', 'ann');
    const other = await seed.gate('asked@1', 'champion', 'bob');
    expect(other).toEqual(one);
    expect(one).toMatchObject({ evaluatedBy: 'ann', verdict: 'PASSED', policy: { version: 1 } });
    await seed.policy('asked', 'champion', [{ ...AUC, value: 0.95 }]);
    expect(await seed.gate('asked@1')).toMatchObject({ verdict: 'FAILED', policy: { version: 2 } });
  });

  it('is found anew where it changes back, and asked for by many at once is kept once', async () => {
    await guarded('back', {}, [{ kind: 'CHAMPION', metric: 'auc', better: 'MAX', minGain: 0 }]);
    const first = await seed.gate('back@1');
    await seed.try('promote', { modelVersion: 'back@2', to: 'champion' });
    const second = await seed.gate('back@1');
    expect([first.verdict, second.verdict]).toEqual(['PASSED', 'FAILED']);
    await seed.version('back', { auc: 0.1 });
    const many = await Promise.all(Array.from({ length: 8 }, () => seed.gate('back@3')));
    expect(new Set(many.map(({ id }) => id)).size).toBe(1);

    await seed.version('flips', { auc: 0.9 }, { description: 'one' });
    await seed.policy('flips', 'champion', [{ kind: 'REQUIRED_OWNER' }]);
    const say = (owner: string | null) =>
      app.graphql('mutation ($owner: String) { updateNode(input: { id: "flips@1", owner: $owner }) { node { id } } }', {
        owner,
      });
    const verdicts = [];
    for (const owner of ['ada', null, 'ada']) {
      await say(owner);
      verdicts.push(await seed.gate('flips@1'));
    }
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['PASSED', 'FAILED', 'PASSED']);
    expect(new Set(verdicts.map(({ id }) => id)).size).toBe(3);
    const { modelVersion } = await app.graphql<{ modelVersion: { gateEvaluations: { nodes: { id: string }[] } } }>(
      '{ modelVersion(ref: "flips@1") { gateEvaluations { nodes { id } } } }',
    );
    expect(modelVersion.gateEvaluations.nodes.map(({ id }) => id)).toEqual(verdicts.map(({ id }) => id).reverse());
  });

  it('says that nothing is guarded, rather than that all is well', async () => {
    await seed.version('open', { auc: 0.1 });
    expect(await seed.gate('open@1')).toMatchObject({ verdict: 'UNGUARDED', rules: [], policy: null });
  });
});
