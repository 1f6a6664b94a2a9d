import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/platform/text/canonical-json.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { makeWorld, type Registration, register, registration } from './diff-world.js';

const DIFF = `query ($from: Ref!, $to: Ref!) {
  lineageDiff(from: $from, to: $to) {
    complete from { frozenLineage { document } } to { frozenLineage { document digest } }
    nodes { id change before after } edges { from to kind change before after }
    features { change } datasets { change } code { change } parameters { change } metrics { change } runMetrics { change }
  }
}`;

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly attributes: object;
}

interface Document {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly Edge[];
}

interface Side<Value> {
  readonly change: 'ADDED' | 'REMOVED' | 'CHANGED';
  readonly before: Value | null;
  readonly after: Value | null;
}

interface Diff {
  readonly complete: boolean;
  readonly from: { readonly frozenLineage: { readonly document: Document } };
  readonly to: { readonly frozenLineage: { readonly document: Document; readonly digest: string } };
  readonly nodes: readonly (Side<{ id: string }> & { readonly id: string })[];
  readonly edges: readonly (Side<object> & Omit<Edge, 'attributes'>)[];
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await makeWorld(app);
}, 60_000);

afterAll(() => app.close());

const ask = async (from: string, to: string) =>
  (await app.graphql<{ lineageDiff: Diff & Record<string, unknown> }>(DIFF, { from, to })).lineageDiff;

/** Each change says what must have been there before; one that finds something else fails. */
function apply<Value>(
  values: Map<string, Value>,
  changes: readonly (Side<Value> & { readonly key: string })[],
): Value[] {
  for (const { key, change, before, after } of changes) {
    expect(values.has(key)).toBe(change !== 'ADDED');
    if (change !== 'ADDED') expect(values.get(key)).toEqual(before);
    if (change === 'REMOVED') values.delete(key);
    else values.set(key, after as Value);
  }
  return [...values.keys()].sort().flatMap((key) => values.get(key) ?? []);
}

/** As anyone would who has a document and a diff. */
function applyDiff({ nodes, edges }: Document, diff: Diff): Document {
  // Ids are ordered by what stands behind the kind.
  const suffix = (id: string) => id.slice(id.lastIndexOf('_') + 1);
  const keyOf = ({ from, to, kind }: Omit<Edge, 'attributes'>) => `${from} ${to} ${kind}`;
  const edgeOf = ({ from, to, kind }: Omit<Edge, 'attributes'>, attributes: object | null) =>
    attributes && { from, to, kind, attributes };
  return {
    nodes: apply(
      new Map(nodes.map((node) => [suffix(node.id), node])),
      diff.nodes.map((each) => ({ ...each, key: suffix(each.id) })),
    ),
    edges: apply(
      new Map(edges.map((edge) => [keyOf(edge), edge])),
      diff.edges.map((each) => ({
        key: keyOf(each),
        change: each.change,
        before: edgeOf(each, each.before) as Edge | null,
        after: edgeOf(each, each.after) as Edge | null,
      })),
    ),
  };
}

describe('the diff of two model versions', () => {
  it('makes the lineage of the second out of that of the first, to the last byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        registration,
        registration,
        fc.constantFrom('flights@1', 'first', 'weather'),
        async (a, b, touched) => {
          const from = await register(app, a);
          await app.graphql(
            'mutation ($id: Ref!, $text: String!) { updateNode(input: { id: $id, description: $text }) { node { id } } }',
            {
              id: touched,
              text: `changed after ${from}`,
            },
          );
          const to = await register(app, b);

          for (const [one, other] of [
            [from, to],
            [to, from],
          ] as const) {
            const diff = await ask(one, other);
            const made = applyDiff(diff.from.frozenLineage.document, diff);

            expect(made).toEqual(diff.to.frozenLineage.document);
            expect(createHash('sha256').update(canonicalJson(made)).digest('hex')).toBe(diff.to.frozenLineage.digest);
            expect(diff.complete).toBe(true);
          }
        },
      ),
      { numRuns: casesOf(15, 1_000) },
    );
  }, 3_600_000);

  it('of one with itself is empty', async () => {
    await fc.assert(
      fc.asyncProperty(registration, async (given) => {
        const label = await register(app, given);

        const { from: _from, to: _to, complete, ...lists } = await ask(label, label);

        expect(complete).toBe(true);
        expect(Object.values(lists).flat()).toEqual([]);
      }),
      { numRuns: casesOf(2, 50) },
    );
  });

  it('stays what it is, whatever becomes of what they were made from', async () => {
    const [from, to] = [
      await register(app, GIVEN),
      await register(app, { ...GIVEN, commit: 'c2', trainedOn: ['weather@1'] }),
    ];
    const before = await ask(from, to);

    await app.graphql(
      'mutation { updateNode(input: { id: "weather@1", description: "other", tags: [{ key: "k", value: "v" }] }) { node { id } } }',
    );

    expect(await ask(from, to)).toEqual(before);
  });

  it.each([
    ['what is not there', 'model@9999', 'NOT_FOUND'],
    ['what is no model version', 'flights@1', 'NOT_FOUND'],
  ])('refuses %s', async (_what, ref, code) => {
    const label = await register(app, GIVEN);
    expect((await app.graphqlError(DIFF, { from: label, to: ref })).extensions.code).toBe(code);
  });
});

const GIVEN: Registration = {
  signature: [{ set: 'first', version: 1, feature: 'f', role: undefined }],
  trainedOn: ['flights@1'],
  parameters: {},
  runMetrics: {},
  metrics: {},
  commit: 'c1',
  hasRun: true,
};
