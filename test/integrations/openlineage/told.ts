import type { AppUnderTest } from '../../support/service/app-under-test.js';
import type { RequestAs } from '../../support/service/graphql-client.js';

export type Fields = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: Fields;
}

export const SINGLE = '/api/v1/lineage';
export const BATCH = '/api/v1/lineage/batch';

/** Sends what a producer would. */
export async function tell(
  app: AppUnderTest,
  body: unknown,
  { url = SINGLE, ...headers }: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${await app.listen()}${url}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body instanceof Uint8Array || typeof body === 'string' ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Fields) };
}

export const RUN_ID = '3f5e83fa-3480-44ff-99c5-ff943904e5e8';

/** An event of a run, with something sensible for all that a test does not care about. */
export function runEvent(more: Fields = {}): Fields {
  return {
    eventType: 'COMPLETE',
    eventTime: '2026-11-24T10:05:00Z',
    producer: 'https://example.com/producer',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: RUN_ID },
    job: { namespace: 'airflow', name: 'daily.load' },
    inputs: [{ namespace: 's3://lake', name: 'raw/flights' }],
    outputs: [{ namespace: 'postgres://db:5432', name: 'air.public.flights' }],
    ...more,
  };
}

const WHOLE = `{
  jobs(first: 100) { nodes { label facets runs(first: 100) { nodes { name } } } }
  datasets(first: 100) { nodes { label facets } }
  runs(first: 100) { nodes {
    id name status startedAt endedAt message facets
    inputs { node { label } } outputs { node { label } } datasetFacets { dataset { label } isOutput facets }
  } }
}`;
const EDGES = `query ($of: [Ref!]!) {
  lineage(of: $of, direction: BOTH, depth: 1000) {
    complete
    nodes { node { id kind label } }
    edges { from to kind attributes }
  }
}`;

interface Whole {
  readonly jobs: { readonly nodes: readonly { readonly label: string }[] };
  readonly datasets: { readonly nodes: readonly { readonly label: string }[] };
  readonly runs: { readonly nodes: readonly { readonly id: string }[] };
}
interface Edges {
  readonly lineage: {
    readonly complete: boolean;
    readonly nodes: readonly {
      readonly node: { readonly id: string; readonly kind: string; readonly label: string };
    }[];
    readonly edges: readonly {
      readonly from: string;
      readonly to: string;
      readonly kind: string;
      readonly attributes: Fields;
    }[];
  };
}

/** Everything that a project holds of what it was told, in one order and without ids, so that two of them can be compared. */
export async function wholeGraph(app: AppUnderTest, as: RequestAs = {}): Promise<unknown> {
  const whole = await app.graphql<Whole>(WHOLE, {}, as);
  const of = [...whole.jobs.nodes, ...whole.datasets.nodes].map(({ label }) => label);
  const { lineage } = await app.graphql<Edges>(EDGES, { of: [...of, ...whole.runs.nodes.map(({ id }) => id)] }, as);
  if (!lineage.complete) throw new Error('the graph is not whole');
  const names = new Map(lineage.nodes.map(({ node }) => [node.id, `${node.kind} ${node.label}`]));
  const edges = lineage.edges.map(
    ({ from, to, kind, attributes }) =>
      `${names.get(from)} ${kind} ${names.get(to)} ${JSON.stringify(sorted(attributes))}`,
  );
  return { ...(sorted(withoutIds(whole)) as object), edges: edges.sort() };
}

function withoutIds({ runs, ...rest }: Whole): unknown {
  return { ...rest, runs: { nodes: runs.nodes.map(({ id: _, ...run }) => run) } };
}

/** With keys and lists in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

const TOLD_RUNS = `{ runs(filter: {experiment: "openlineage"}, first: 1000) { nodes {
  name status startedAt endedAt message facets job { label } parent { name status }
  inputs { node { label } } outputs { node { label } } datasetFacets { dataset { label } isOutput facets }
} } }`;

/** A run by the id that its producer gives it. */
export async function toldRun(app: AppUnderTest, id: string, as: RequestAs = {}): Promise<Fields> {
  const { runs } = await app.graphql<{ runs: { nodes: Fields[] } }>(TOLD_RUNS, {}, as);
  const run = runs.nodes.find(({ name }) => name === id);
  if (run === undefined) throw new Error(`nobody told of a run ${id}`);
  return run;
}

/** What a dataset or job was told to be, and the kinds and labels of all that lies upstream of it. */
export async function toldNode(
  app: AppUnderTest,
  label: string,
  as: RequestAs = {},
): Promise<{ facets: Fields; upstream: string[] }> {
  const { lineage } = await app.graphql<{
    lineage: { roots: { facets: Fields }[]; nodes: { node: { kind: string; label: string } }[] };
  }>(
    `query ($of: [Ref!]!) { lineage(of: $of, depth: 100) { roots { facets } nodes { node { kind label } } } }`,
    { of: [label] },
    as,
  );
  const upstream = lineage.nodes.map(({ node }) => `${node.kind} ${node.label}`).sort();
  return { facets: lineage.roots[0]?.facets ?? {}, upstream };
}
