import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import {
  columnEdgesOracle,
  membersOracle,
  type OneWay,
  reachOracle,
  type Start,
  type TiedEdge,
} from './column-oracle.js';
import { type ColumnWorld, drawOnly, MEMBERS, seedColumnWorld } from './column-world.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $limit: Int, $after: String) {
  lineage(of: $of, direction: $direction, depth: $depth, limit: $limit, after: $after, columns: true) {
    nodes { depth members node { id } } edges { from to kind } columnEdges { from fromMember to toMember kind }
    complete incompleteBecause frontier { direction after hiddenNeighbours members node { id } }
  }
}`;

interface Answer {
  readonly nodes: readonly { depth: number; members: string[] | null; node: { id: string } }[];
  readonly edges: readonly { from: string; to: string; kind: string }[];
  readonly columnEdges: readonly {
    from: string;
    fromMember: string | null;
    to: string;
    toMember: string | null;
    kind: string;
  }[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly frontier: readonly {
    direction: OneWay;
    after: string;
    hiddenNeighbours: number;
    members: string[] | null;
    node: { id: string };
  }[];
}

let app: AppUnderTest;
let world: ColumnWorld;

beforeAll(async () => {
  app = await startAppUnderTest();
  world = await seedColumnWorld(app);
}, 60_000);

afterAll(() => app.close());

const [DATA, SETS, LOGICAL] = [
  [0, 1],
  [2, 3],
  [6, 7],
] as const;
const member = fc.constantFrom(...MEMBERS);
const pairs = fc.uniqueArray(fc.tuple(member, member), { minLength: 1, maxLength: 4, selector: String });
const reads = fc.subarray(MEMBERS, { minLength: 1 }).map((names) => names.map((name) => [name, null] as const));
const edge = fc.oneof(
  fc.record({ src: fc.constantFrom(...DATA), dst: fc.constantFrom(...SETS), kind: fc.constant('SOURCE'), pairs }),
  fc.record({
    src: fc.constantFrom(...LOGICAL),
    dst: fc.constantFrom(...LOGICAL),
    kind: fc.constant('DERIVED_FROM'),
    pairs,
  }),
  fc.record({ src: fc.constantFrom(...SETS), dst: fc.constant(4), kind: fc.constant('SIGNATURE'), pairs: reads }),
  fc.record({ src: fc.constantFrom(...LOGICAL), dst: fc.constantFrom(...DATA), kind: fc.constant('VERSION_OF') }),
  fc.record({ src: fc.constantFrom(...LOGICAL), dst: fc.constantFrom(...LOGICAL), kind: fc.constant('SAME_AS') }),
  fc.record({ src: fc.nat(7), dst: fc.nat(7), kind: fc.constantFrom('INPUT', 'OUTPUT') }),
  fc.record({ src: fc.constantFrom(...DATA), dst: fc.constant(4), kind: fc.constant('TRAINED_ON') }),
  // Whether by a job or not, much of it between datasets.
  fc.record({ src: fc.constantFrom(...LOGICAL), dst: fc.constant(5), kind: fc.constant('INPUT') }),
  fc.record({ src: fc.constant(5), dst: fc.constantFrom(...LOGICAL, ...DATA), kind: fc.constant('OUTPUT') }),
);
const edges = fc.uniqueArray(edge, { maxLength: 18, selector: ({ src, dst, kind }) => `${src} ${dst} ${kind}` });
const start = fc.oneof(
  fc.record({ node: fc.constantFrom(...DATA, ...SETS), member: fc.option(member, { nil: null }) }),
  fc.record({ node: fc.nat(7), member: fc.constant(null) }),
);
const question = fc.record({
  edges,
  starts: fc.array(start, { minLength: 1, maxLength: 3 }),
  direction: fc.constantFrom<OneWay>('UPSTREAM', 'DOWNSTREAM'),
  depth: fc.integer({ min: 0, max: 8 }),
});

type Drawn = typeof edges extends fc.Arbitrary<infer Edges> ? Edges : never;

async function draw(given: Drawn): Promise<TiedEdge[]> {
  const at = (index: number) => world.ids[index] ?? '';
  const drawn = given
    .filter(({ src, dst }) => src !== dst)
    .map((each) => ({ ...each, src: at(each.src), dst: at(each.dst) }) as TiedEdge);
  await drawOnly(app, world, drawn);
  return drawn;
}

const placesOf = (starts: readonly { node: number; member: string | null }[]): Start[] =>
  starts.map(({ node, member: one }) => ({ id: world.ids[node] ?? '', member: one }));
const refOf = ({ id, member: one }: Start) => (one === null ? id : `${id}:${one}`);

async function ask(variables: Record<string, unknown>): Promise<Answer> {
  return (await app.graphql<{ lineage: Answer }>(LINEAGE, variables)).lineage;
}

const textOf = ({ from, fromMember, to, toMember, kind }: Answer['columnEdges'][number]) =>
  `${from}.${fromMember}>${to}.${toMember} ${kind}`;

describe('the lineage of columns and features', () => {
  it('is what a search in memory finds, each as near as it is, with all that leads from one to another', async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ edges: given, starts, direction, depth }) => {
        const drawn = await draw(given);
        const places = reachOracle(drawn, placesOf(starts), direction, depth);

        const lineage = await ask({ of: placesOf(starts).map(refOf), direction, depth });

        expect(new Map(lineage.nodes.map(({ node, members }) => [node.id, members]))).toEqual(membersOracle(places));
        for (const { node, depth: at } of lineage.nodes) {
          const depths = [...places].filter(([text]) => text.includes(node.id)).map(([, each]) => each);
          expect(at).toBe(Math.min(...depths));
        }
        expect(new Set(lineage.columnEdges.map(textOf))).toEqual(columnEdgesOracle(drawn, places, direction));
        // What was cut may have held nothing, but nothing is missing from what says that it is whole.
        const whole = reachOracle(drawn, placesOf(starts), direction, 100);
        if (lineage.complete) expect(places).toEqual(whole);
        expect(lineage.complete).toBe(lineage.frontier.length === 0);
        expect(lineage.incompleteBecause).toBe(lineage.complete ? null : 'DEPTH');
      }),
      { numRuns: casesOf(60, 1_000) },
    );
  });

  it('is whole once one has gone on from everywhere where pages stopped', async () => {
    const pages = fc.record({ depth: fc.integer({ min: 1, max: 3 }), limit: fc.integer({ min: 3, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(question, pages, async ({ edges: given, starts, direction }, cut) => {
        const drawn = await draw(given);
        const whole = reachOracle(drawn, placesOf(starts), direction, 100);
        const members = new Map<string, Set<string | null>>();
        const columnEdges = new Set<string>();
        const asked = new Set<string>();
        const open: { of: string[]; after?: string }[] = [{ of: placesOf(starts).map(refOf) }];
        for (let next = open.shift(); next !== undefined; next = open.shift()) {
          const page = await ask({ ...next, ...cut, direction });
          for (const { node, members: some } of page.nodes) {
            const known = members.get(node.id) ?? new Set();
            members.set(node.id, known);
            for (const one of some ?? [null]) known.add(one);
          }
          for (const each of page.columnEdges) columnEdges.add(textOf(each));
          for (const { node, after, members: some } of page.frontier)
            for (const one of some ?? [null]) {
              const ref = refOf({ id: node.id, member: one });
              if (asked.has(`${ref} ${after}`)) continue;
              asked.add(`${ref} ${after}`);
              open.push({ of: [ref], after });
            }
        }

        const united = [...members].map(([id, some]) => [id, some.has(null) ? null : [...some].sort()] as const);
        expect(new Map(united)).toEqual(membersOracle(whole));
        expect(columnEdges).toEqual(columnEdgesOracle(drawn, whole, direction));
      }),
      { numRuns: casesOf(30, 500) },
    );
  });
});
