import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { makeWorld, register, registration } from './diff-world.js';

const DIFF = `query ($from: Ref!, $to: Ref!) {
  lineageDiff(from: $from, to: $to) {
    features { feature change resourced before { ...P } after { ...P } }
    datasets { label change before after columns { column change before after } }
    code { featureSet change before after }
    parameters { ...V } metrics { ...V } runMetrics { ...V }
  }
}
fragment P on PinnedFeature { ref position type sources }
fragment V on ValueDifference { name change before after }`;

/** The same facts, asked one by one of what stands in the graph. */
const FACTS = `query ($ref: Ref!) {
  modelVersion(ref: $ref) {
    signature { ref name role position type featureSetVersion { name version transformation { repository commit entryPoint } sources { feature columnRefs } } }
    metrics { name value }
    run { code { repository commit } parameters { name value } metrics { name value } }
    upstream(depth: 100, kinds: [DATASET_VERSION]) { nodes { node { name version label ... on DatasetVersion { columns { name type } } } } }
  }
}`;

interface Named {
  readonly name: string;
  readonly value: unknown;
}

interface Facts {
  readonly signature: readonly {
    readonly ref: string;
    readonly name: string;
    readonly role: string | null;
    readonly position: number;
    readonly type: string;
    readonly featureSetVersion: {
      readonly name: string;
      readonly version: number;
      readonly transformation: object;
      readonly sources: readonly { readonly feature: string; readonly columnRefs: readonly string[] }[];
    };
  }[];
  readonly metrics: readonly Named[];
  readonly run: {
    readonly code: object;
    readonly parameters: readonly Named[];
    readonly metrics: readonly Named[];
  } | null;
  readonly upstream: {
    readonly nodes: readonly {
      readonly node: {
        readonly name: string;
        readonly version: number;
        readonly label: string;
        readonly columns: readonly { name: string; type: string }[];
      };
    }[];
  };
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await makeWorld(app);
}, 60_000);

afterAll(() => app.close());

type Values = Readonly<Record<string, unknown>>;

/** What differs between two records, as naively as can be. */
function differ(before: Values, after: Values, name: string): object[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => {
    const [was, is] = [before[key], after[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const change = was === undefined ? 'ADDED' : is === undefined ? 'REMOVED' : 'CHANGED';
    return [{ [name]: key, change, before: was ?? null, after: is ?? null }];
  });
}

const recordOf = (values: readonly Named[] = []): Values =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

function featuresIn({
  signature,
}: Facts): [string, { ref: string; position: number; type: string; sources: string[] }][] {
  return signature.map(({ ref, name, role, position, type, featureSetVersion }) => [
    `${featureSetVersion.name}:${name}${role === null ? '' : `~${role}`}`,
    {
      ref,
      position,
      type,
      sources: featureSetVersion.sources
        .flatMap(({ feature, columnRefs }) => (feature === name ? columnRefs : []))
        .sort(),
    },
  ]);
}

/** By name, or by reference where a name stands for several on either side. */
function features(facts: Facts, other: Facts): Values {
  const count = (of: Facts, name: string) => featuresIn(of).filter(([each]) => each === name).length;
  return Object.fromEntries(
    featuresIn(facts).map(([name, pinned]) => [
      Math.max(count(facts, name), count(other, name)) > 1 ? pinned.ref : name,
      pinned,
    ]),
  );
}

function code({ signature, run }: Facts): Values {
  const versions = new Map(signature.map(({ featureSetVersion: set }) => [`${set.name} ${set.version}`, set]));
  const names = [...new Set([...versions.values()].map(({ name }) => name))];
  const ofSets = names.map((name) => {
    const sorted = [...versions.values()].filter((set) => set.name === name).sort((a, b) => a.version - b.version);
    const found = sorted.map(({ transformation }) => transformation);
    return [name, found.length === 1 ? found[0] : found];
  });
  return { ...Object.fromEntries(ofSets), ...(run && { '': run.code }) };
}

function datasets({ upstream }: Facts, name: string) {
  return upstream.nodes
    .map(({ node }) => node)
    .filter((node) => node.name === name)
    .sort((a, b) => a.version - b.version);
}

function datasetDifferences(before: Facts, after: Facts): object[] {
  return ['flights', 'weather'].flatMap((label) => {
    const [was, is] = [datasets(before, label), datasets(after, label)];
    const labels = [was, is].map((versions) => versions.map((version) => version.label));
    if (JSON.stringify(labels[0]) === JSON.stringify(labels[1])) return [];
    const schema = (versions: typeof was): Values =>
      Object.fromEntries((versions[versions.length - 1]?.columns ?? []).map((column) => [column.name, column.type]));
    const change = was.length === 0 ? 'ADDED' : is.length === 0 ? 'REMOVED' : 'CHANGED';
    return [
      {
        label,
        change,
        before: labels[0],
        after: labels[1],
        columns: change === 'CHANGED' ? differ(schema(was), schema(is), 'column') : [],
      },
    ];
  });
}

describe('what a diff of two model versions tells first', () => {
  it('is what differs between the answers about either', async () => {
    await fc.assert(
      fc.asyncProperty(registration, registration, async (a, b) => {
        const [from, to] = [await register(app, a), await register(app, b)];
        const factsOf = async (ref: string) =>
          (await app.graphql<{ modelVersion: Facts }>(FACTS, { ref })).modelVersion;
        const [before, after] = [await factsOf(from), await factsOf(to)];

        const { lineageDiff } = await app.graphql<{ lineageDiff: Record<string, object[]> }>(DIFF, { from, to });

        const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
        const sources = (side: unknown) => JSON.stringify((side as { sources?: unknown } | null)?.sources);
        expect(lineageDiff.features).toEqual(
          differ(features(before, after), features(after, before), 'feature').map((each) => {
            const { change, before: was, after: is } = each as Record<string, unknown>;
            return { ...each, resourced: change === 'CHANGED' && sources(was) !== sources(is) };
          }),
        );
        expect(lineageDiff.datasets).toEqual(datasetDifferences(before, after));
        expect(plain(lineageDiff.code?.map(withoutNulls))).toEqual(
          plain(
            differ(code(before), code(after), 'featureSet').map((each) =>
              withoutNulls({ ...each, featureSet: (each as { featureSet: string }).featureSet || null }),
            ),
          ),
        );
        expect(lineageDiff.parameters).toEqual(
          differ(recordOf(before.run?.parameters), recordOf(after.run?.parameters), 'name'),
        );
        expect(lineageDiff.metrics).toEqual(differ(recordOf(before.metrics), recordOf(after.metrics), 'name'));
        expect(lineageDiff.runMetrics).toEqual(
          differ(recordOf(before.run?.metrics), recordOf(after.run?.metrics), 'name'),
        );
      }),
      { numRuns: casesOf(12, 300) },
    );
  });
});

/** Fields that were not given are null in one and missing in the other. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, inner: unknown) => inner ?? undefined));
}
