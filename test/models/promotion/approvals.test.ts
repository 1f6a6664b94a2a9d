import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
});

afterAll(() => app.close());

const promote = (model: string) => seed.try('promote', { modelVersion: `${model}@1`, to: 'champion' });
const say = (model: string, user: string, more: object = {}) =>
  seed.try('approve', { modelVersion: `${model}@1`, to: 'champion', ...more }, user);

async function needing(model: string, count: number, more: object = {}): Promise<void> {
  await seed.version(model, { auc: 0.9 }, more);
  await seed.policy(model, 'champion', [], { approvals: [{ count }] });
}

describe('a promotion that needs approvals', () => {
  it('waits for so many people, none of whom made the version', async () => {
    const run = await seed.run('TRAINING', [], {}, 'trainer');
    await needing('two', 2, { run });
    expect((await promote('two')).error?.message).toContain('it needs 2 approvals of APPROVER and has none.');
    for (const author of ['author', 'trainer'])
      expect((await say('two', author)).error?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await say('two', 'rita')).answer).toMatchObject({ approval: { decision: 'APPROVED', by: 'rita' } });
    await say('two', 'rita');
    expect((await promote('two')).error?.extensions).toMatchObject({
      missingApprovals: ['it needs 2 approvals of APPROVER and has 1 (rita)'],
    });
    await say('two', 'rob');
    expect((await promote('two')).answer).toMatchObject({ changed: true });
  });

  it('is held up by whoever rejects it, with a reason, until that is taken back', async () => {
    await needing('no', 1);
    await say('no', 'rita');
    expect((await say('no', 'rob', { decision: 'REJECTED' })).error?.extensions).toMatchObject({ field: 'reason' });
    await say('no', 'rob', { decision: 'REJECTED', reason: 'too slow' });
    expect((await promote('no')).error?.message).toContain('rob rejected it (too slow).');
    await say('no', 'rob');
    expect((await promote('no')).answer).toMatchObject({ changed: true });
  });

  it('asks again once the policy asks for something else', async () => {
    await needing('anew', 1);
    await say('anew', 'rita');
    await seed.policy('anew', 'champion', [], { approvals: [{ count: 1 }], overridable: true });
    expect((await promote('anew')).error?.message).toContain('has none');
  });

  it('tells what was said at any time', async () => {
    await needing('told', 1);
    await say('told', 'rita', { reason: 'fine' });
    const [{ at } = { at: '' }] = (await approvalsOf()).approvals;
    expect((await approvalsOf(new Date(Date.parse(at) - 1).toISOString())).approvals).toEqual([]);
    expect(await approvalsOf(at)).toMatchObject({
      approvals: [{ by: 'rita', reason: 'fine' }],
      history: { nodes: [{ name: 'champion', from: null, to: 'APPROVED', by: 'rita' }] },
    });
  });
});

async function approvalsOf(asOf: string | null = null) {
  const { modelVersion } = await app.graphql<{ modelVersion: { approvals: { at: string }[] } }>(
    'query ($asOf: DateTime) { modelVersion(ref: "told@1") { approvals(asOf: $asOf) { by at reason } history(kinds: [APPROVAL]) { nodes { name from to by } } } }',
    { asOf },
  );
  return modelVersion;
}

it('counts a role by the rights that it gives', async () => {
  await seed.version('roles', { auc: 0.9 });
  await seed.policy('roles', 'champion', [], { approvals: [{ count: 1, role: 'ADMIN' }] });
  const keys = new Map<string, string>();
  for (const role of ['OWNER', 'APPROVER', 'ADMIN', 'WRITER'])
    keys.set(role, (await makeKey(app, { role, name: role })).key);
  const as = (role: string) => ({ key: keys.get(role) ?? '' });
  const approve = (role: string) =>
    app.graphqlAnswer(
      'mutation { approve(input: { modelVersion: "roles@1", to: "champion" }) { approval { roles } } }',
      {},
      as(role),
    );
  const promoted = () =>
    app.graphqlAnswer(
      'mutation { promote(input: { modelVersion: "roles@1", to: "champion" }) { changed } }',
      {},
      as('WRITER'),
    );

  expect((await approve('WRITER')).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  expect((await approve('APPROVER')).data).toEqual({ approve: { approval: { roles: ['READER', 'APPROVER'] } } });
  expect((await promoted()).errors[0]?.message).toContain('it needs 1 approval of ADMIN and has none');
  await approve('ADMIN');
  expect((await promoted()).data).toEqual({ promote: { changed: true } });
});
