import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

interface Listed {
  readonly changes: {
    readonly nodes: readonly {
      action: string;
      principal: string;
      nodes: readonly { label: string }[];
      details: Record<string, unknown>;
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

const LIST = `query ($of: [Ref!], $by: String, $actions: [String!], $since: DateTime, $until: DateTime, $order: ChangeOrder! = OLDEST_FIRST, $first: Int, $after: String) {
  changes(of: $of, by: $by, actions: $actions, since: $since, until: $until, order: $order, first: $first, after: $after) {
    nodes { action principal at cursor door requestId project reason details nodes { label } } pageInfo { hasNextPage endCursor }
  }
}`;
const register = (digest: string) =>
  `mutation { registerDatasetVersion(input: { dataset: "flights", digest: "${digest}", location: "s3://u:p@lake/x", columns: [] }) { created } }`;

let app: AppUnderTest;
const list = async (variables: object = {}) => (await app.graphql<Listed>(LIST, { ...variables })).changes;
const actions = async (variables: object = {}) => (await list(variables)).nodes.map(({ action }) => action);

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(register('1'), {}, { user: 'ada' });
  await app.graphql(register('1'), {}, { user: 'ada' });
  await app.graphql(register('2'), {}, { user: 'bo' });
  await app.graphql(
    'mutation { updateNode(input: { id: "flights@1", description: "rain", owner: "ada", tags: [{ key: "a", value: "b" }] }) { node { id } } }',
    {},
    { user: 'ada' },
  );
  await app.graphql('mutation { defineEnvironment(input: { name: "lab" }) { created } }');
  await app.graphql('mutation { deleteNode(input: { id: "flights@2", reason: "wrong file" }) { node { id } } }');
});

afterAll(() => app.close());

describe('changes', () => {
  it('lists what was done in the order of commits, and nothing of what changed nothing', async () => {
    expect(await actions()).toEqual([
      'change:begin',
      'dataset:register',
      'dataset:register',
      'node:update',
      'environment:define',
      'node:delete',
    ]);
    expect((await actions({ order: 'NEWEST_FIRST' })).reverse()).toEqual(await actions());
  });

  it('restricts by node, person, action and time', async () => {
    expect(await actions({ of: ['flights@1'] })).toEqual(['dataset:register', 'node:update']);
    expect(await actions({ of: ['flights@1', 'flights'], order: 'NEWEST_FIRST' })).toEqual([
      'node:update',
      'dataset:register',
      'dataset:register',
    ]);
    expect(await actions({ by: 'bo' })).toEqual(['dataset:register']);
    expect(await actions({ actions: ['node:delete', 'node:update'] })).toEqual(['node:update', 'node:delete']);
    const [, , third] = (await list()).nodes as unknown as { at: string }[];
    expect((await actions({ since: third?.at }))[0]).toBe('dataset:register');
    expect(await actions({ until: '2020-01-01T00:00:00Z' })).toEqual([]);
    const { message } = await app.graphqlError(LIST, { actions: ['x:y'] });
    expect(message).toContain('"x:y"');
  });

  it('says field by field what there was before and after, without passwords', async () => {
    const [made] = (await list({ of: ['flights@1'] })).nodes;
    expect(made).toMatchObject({
      principal: 'ada',
      door: 'GRAPHQL',
      requestId: expect.any(String),
      project: 'default',
    });
    expect(JSON.stringify(made)).not.toContain('u:p@');
    const [update] = (await list({ actions: ['node:update'] })).nodes;
    expect(Object.values(update?.details.things ?? {})).toEqual([
      {
        before: { description: null, owner: null, tags: {} },
        after: { description: 'rain', owner: 'ada', tags: { a: 'b' } },
      },
    ]);
    const [deletion] = (await list({ actions: ['node:delete'] })).nodes;
    expect(deletion).toMatchObject({ reason: 'wrong file', nodes: [{ label: 'flights@2' }] });
  });

  it('goes on page by page behind a cursor, also with what was done since', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const page = await list({ first: 2, after });
      seen.push(...page.nodes.map(({ action }) => action));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(seen).toEqual(await actions());
    expect(await actions({ after })).toEqual([]);
    await app.graphql('mutation { defineEnvironment(input: { name: "later" }) { created } }');
    expect(await actions({ after })).toEqual(['environment:define']);
  });
});

describe('a node', () => {
  it('has a timeline, newest first', async () => {
    const { dataset } = await app.graphql<{ dataset: { timeline: { nodes: { action: string }[] } } }>(
      '{ dataset(ref: "flights") { timeline(first: 10) { nodes { action principal } pageInfo { hasNextPage } } } }',
    );
    expect(dataset.timeline.nodes.map(({ action }) => action)).toEqual(['dataset:register', 'dataset:register']);
  });

  it('tells what was said of it at a time', async () => {
    const { changes } = await app.graphql<{ changes: { nodes: { at: string }[] } }>(
      '{ changes(of: ["flights@1"]) { nodes { at } } }',
    );
    const [made, updated] = changes.nodes.map(({ at }) => at);
    const metadata = async (asOf: string | undefined) =>
      (
        await app.graphql<{ datasetVersion: { metadata: object | null } }>(
          'query ($asOf: DateTime!) { datasetVersion(ref: "flights@1") { metadata(asOf: $asOf) { description owner tags { key value } } } }',
          { asOf },
        )
      ).datasetVersion.metadata;
    expect(await metadata('2020-01-01T00:00:00Z')).toBeNull();
    expect(await metadata(made)).toEqual({ description: null, owner: null, tags: [] });
    expect(await metadata(updated)).toEqual({ description: 'rain', owner: 'ada', tags: [{ key: 'a', value: 'b' }] });
  });
});
