import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ACTIVATE, activate, activationsOf, currentOf, M, N, publish, row } from './publishing-client.js';

let app: AppUnderTest;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

/** A set whose first version has rows of these airports, and whose second has these features and no rows. */
async function replaced(
  features: Parameters<typeof publish>[2],
  airports = ['SEA', 'DEN'],
  more = {},
): Promise<string> {
  const name = `set_${++names}`;
  await publish(app, name, [N], more);
  await writeRows(
    app,
    name,
    airports.map((airport) => row(airport, { n: 1 })),
  );
  await publish(app, name, features, more);
  return name;
}

interface ActivationPage {
  readonly nodes: readonly { readonly to: { readonly label: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const refusal = (input: object) => app.graphqlError(ACTIVATE, { input });

describe('activateFeatureSetVersion', () => {
  it('switches to a version that has every feature and every entity', async () => {
    const name = await replaced([N, M]);
    await writeRows(app, `${name}@2`, [row('SEA', { n: 2, m: 2 }), row('DEN', { n: 3, m: 3 })]);
    expect((await lookUp(app, [`${name}:n`], [{ airport: 'SEA' }])).values).toEqual([[1]]);

    const switched = await activate(app, { featureSetVersion: `${name}@2` });
    const again = await activate(app, { featureSetVersion: `${name}@2` });

    expect(switched).toEqual({
      changed: true,
      previous: { label: `${name}@1`, current: false },
      featureSetVersion: { label: `${name}@2`, current: true },
      featureSet: { currentVersion: { label: `${name}@2` } },
    });
    expect(again).toMatchObject({ changed: false, previous: { label: `${name}@2` } });
    expect((await lookUp(app, [`${name}:n`], [{ airport: 'SEA' }])).values).toEqual([[2]]);
    expect((await lookUp(app, [`${name}@1:n`], [{ airport: 'SEA' }])).values).toEqual([[1]]);
    expect(await activationsOf(app, name)).toHaveLength(2);
  });

  it('refuses an empty version with the count and the way out', async () => {
    const name = await replaced([N, M]);

    const { message, extensions } = await refusal({ featureSetVersion: `${name}@2` });

    expect(message).toContain(`all 2 entities that ${name}@1 answers for have no row in ${name}@2`);
    expect(message).toContain('activate: true');
    expect(extensions).toMatchObject({ code: 'FAILED_PRECONDITION', served: 2, missing: 2, current: `${name}@1` });
    expect(await currentOf(app, name)).toBe(`${name}@1`);
  });

  it('refuses a half-filled version, but not for rows that have expired', async () => {
    const name = await replaced([N, M], ['SEA', 'DEN'], { ttlSeconds: 3_600 });
    await writeRows(app, `${name}@1`, [{ ...row('SEA', { n: 1 }), event_time: new Date().toISOString() }]);
    expect((await refusal({ featureSetVersion: `${name}@2` })).message).toContain('all 1 entities');
    await writeRows(app, `${name}@2`, [{ ...row('SEA', { n: 2, m: 2 }), event_time: new Date().toISOString() }]);

    expect(await activate(app, { featureSetVersion: `${name}@2` })).toMatchObject({ changed: true });

    const other = await replaced([N, M]);
    await writeRows(app, `${other}@2`, [row('SEA', { n: 2, m: 2 })]);
    expect((await refusal({ featureSetVersion: `${other}@2` })).message).toContain('1 of the 2 entities');
  });

  it.each([
    ['lacks a feature', [M], 'removes n'],
    ['has a feature with another type', [{ ...N, type: 'STRING' }], 'changes type of n'],
  ])('refuses a version that %s', async (_, features, why) => {
    const name = await replaced(features);
    const value = features[0]?.type === 'STRING' ? 'x' : 1;
    await writeRows(
      app,
      `${name}@2`,
      ['SEA', 'DEN'].map((airport) => row(airport, { [features[0]?.name ?? '']: value })),
    );

    const { message, extensions } = await refusal({ featureSetVersion: `${name}@2` });

    expect(extensions.code).toBe('FAILED_PRECONDITION');
    expect(message).toContain(why);
  });

  it('is forced with a reason, which is kept with who and when; goes back by the same rules', async () => {
    const name = await replaced([M]);
    const input = { featureSetVersion: `${name}@2`, force: true };
    expect((await refusal(input)).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'reason' });
    expect((await refusal({ ...input, reason: '  ' })).extensions.code).toBe('BAD_USER_INPUT');

    await activate(app, { ...input, reason: 'n was wrong' }, { user: 'ana' });
    expect((await refusal({ featureSetVersion: `${name}@1` })).message).toContain('removes m');
    await activate(app, { featureSetVersion: `${name}@1`, force: true, reason: 'n was right' }, { user: 'bo' });

    expect(await currentOf(app, name)).toBe(`${name}@1`);
    expect((await activationsOf(app, name)).slice(0, 2)).toEqual([
      {
        from: { label: `${name}@2` },
        to: { label: `${name}@1` },
        cause: 'ACTIVATION',
        forced: true,
        reason: 'n was right',
        activatedBy: 'bo',
      },
      {
        from: { label: `${name}@1` },
        to: { label: `${name}@2` },
        cause: 'ACTIVATION',
        forced: true,
        reason: 'n was wrong',
        activatedBy: 'ana',
      },
    ]);
  });

  it('takes the name of a version, one that lives and has its rows', async () => {
    const name = await replaced([N, M]);

    expect((await refusal({ featureSetVersion: name })).message).toContain('names no version');
    expect((await refusal({ featureSetVersion: `${name}@9` })).extensions.code).toBe('NOT_FOUND');
    await app.graphql(
      'mutation ($r: Ref!) { dropFeatureRows(input: {featureSetVersion: $r, dryRun: false}) { onlineRows } }',
      { r: `${name}@2` },
    );
    expect((await refusal({ featureSetVersion: `${name}@2`, force: true, reason: 'r' })).message).toContain(
      'were dropped',
    );
  });

  it('pages through its history', async () => {
    const name = await replaced([M]);
    for (const version of [2, 1, 2])
      await activate(app, { featureSetVersion: `${name}@${version}`, force: true, reason: 'back and forth' });
    const page = async (after: string | null) => {
      const { featureSet } = await app.graphql<{ featureSet: { activations: ActivationPage } }>(
        `query ($ref: Ref!, $after: String) { featureSet(ref: $ref) {
           activations(first: 3, after: $after) { nodes { to { label } } pageInfo { hasNextPage endCursor } } } }`,
        { ref: name, after },
      );
      return featureSet.activations;
    };

    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);

    const seen = [...first.nodes, ...second.nodes].map(({ to }) => to.label);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(seen).toEqual([2, 1, 2, 1].map((version) => `${name}@${version}`));
  });
});

describe('deleting a version', () => {
  const DELETE = 'mutation ($id: Ref!) { deleteNode(input: {id: $id}) { node { id } } }';

  it('that is current and has rows is refused while others live', async () => {
    const name = await replaced([N, M]);

    const { message, extensions } = await app.graphqlError(DELETE, { id: `${name}@1` });

    expect(extensions).toMatchObject({ code: 'FAILED_PRECONDITION', others: [`${name}@2`] });
    expect(message).toContain('activateFeatureSetVersion');
    await app.graphql(DELETE, { id: `${name}@2` });
    await app.graphql(DELETE, { id: `${name}@1` });
    expect(await currentOf(app, name)).toBeNull();
    expect((await publish(app, name, [M])).featureSetVersion).toEqual({ label: `${name}@3`, current: true });
  });

  it('that is current without rows makes the newest one with rows current', async () => {
    const name = await replaced([N, M]);
    await activate(app, { featureSetVersion: `${name}@2`, force: true, reason: 'too early' });
    await publish(app, name, [M]);
    await activate(app, { featureSetVersion: `${name}@2`, force: true, reason: 'still' });

    await app.graphql(DELETE, { id: `${name}@2` });

    expect(await currentOf(app, name)).toBe(`${name}@1`);
    expect((await activationsOf(app, name))[0]).toMatchObject({ cause: 'DELETION', to: { label: `${name}@1` } });
  });

  it('takes all of them with the set; a new set of that name begins anew', async () => {
    const name = await replaced([N, M]);

    await app.graphql(DELETE, { id: name });

    expect((await publish(app, name, [M])).featureSetVersion).toEqual({ label: `${name}@1`, current: true });
    expect(await activationsOf(app, name)).toHaveLength(1);
  });
});
