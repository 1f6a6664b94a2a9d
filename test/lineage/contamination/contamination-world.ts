import type { AppUnderTest } from '../../support/service/app-under-test.js';

export interface RowsAnswer {
  readonly featureSetVersion: { readonly label: string };
  readonly currentRows: number;
  readonly historyRows: number;
  readonly unattributedRows: number;
  readonly unattributedRuns: readonly { readonly id: string }[];
}

export interface ContaminationAnswer {
  readonly count: number;
  readonly countsByKind: readonly { readonly kind: string; readonly count: number }[];
  readonly nodes: readonly {
    readonly depth: number;
    readonly node: { readonly id: string; readonly label: string; readonly kind: string };
  }[];
  readonly trainingSets: readonly { readonly label: string }[];
  readonly liveDeployments: readonly {
    readonly trafficPercent: number;
    readonly deployment: { readonly label: string };
    readonly modelVersions: readonly { readonly label: string }[];
  }[];
  readonly rows: readonly RowsAnswer[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
}

export const CONTAMINATION = `query ($of: Ref!, $limit: Int) {
  contamination(of: $of, limit: $limit) {
    count countsByKind { kind count } nodes { depth node { id label kind } } trainingSets { label }
    liveDeployments { trafficPercent deployment { label } modelVersions { label } }
    rows { featureSetVersion { label } currentRows historyRows unattributedRows unattributedRuns { id } }
    complete incompleteBecause
  }
}`;

const KEYS = `query ($of: Ref!, $version: Ref!, $first: Int, $after: String) {
  contamination(of: $of) {
    rows(featureSet: $version) { featureSetVersion { label } entities(first: $first, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } } }
  }
}`;

interface KeysAnswer {
  readonly contamination: {
    readonly rows: readonly {
      readonly featureSetVersion: { readonly label: string };
      readonly entities: {
        readonly nodes: readonly { readonly key: { readonly airport: string } }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    }[];
  };
}

/** What a test does with feature rows, and asks of them. */
export class ContaminationWorld {
  private digests = 0;

  constructor(readonly app: AppUnderTest) {}

  async ask(of: string): Promise<ContaminationAnswer> {
    return (await this.app.graphql<{ contamination: ContaminationAnswer }>(CONTAMINATION, { of })).contamination;
  }

  /** The keys of one feature set version, page by page. */
  async keys(of: string, version: string, first = 2): Promise<string[]> {
    const keys: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: KeysAnswer = await this.app.graphql<KeysAnswer>(KEYS, { of, version, first, after });
      const [rows, ...others] = answer.contamination.rows;
      if (rows === undefined || others.length > 0) throw new Error(`${version} is not what the answer is about`);
      keys.push(...rows.entities.nodes.map(({ key }) => key.airport));
      if (!rows.entities.pageInfo.hasNextPage) return keys;
      after = rows.entities.pageInfo.endCursor;
    }
  }

  async startRun(inputs: readonly string[] = []): Promise<string> {
    const { startRun } = await this.app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      { input: { type: 'TRANSFORM', inputs: inputs.map((ref) => ({ ref })) } },
    );
    return startRun.run.id;
  }

  async write(featureSet: string, rows: readonly object[], run?: string): Promise<void> {
    await this.app.graphql('mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }', {
      input: { featureSet, rows, ...(run !== undefined && { run }) },
    });
  }

  /** Sends a file; gives the run that stands for it. */
  async ingest(featureSet: string, rows: readonly object[], dataset: string): Promise<string> {
    const response = await fetch(`${await this.app.listen()}/v1/feature-sets/${featureSet}/rows?dataset=${dataset}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: rows.map((row) => JSON.stringify(row)).join('\n'),
    });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as { run: string }).run;
  }

  /** The next version of a set with one feature `n`; gives its label. */
  async publish(name: string, sources: readonly object[] = [], ttlSeconds?: number): Promise<string> {
    const { publishFeatureSet } = await this.app.graphql<{
      publishFeatureSet: { featureSetVersion: { label: string } };
    }>(
      `mutation ($set: PublishFeatureSetInput!) {
         defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }
         publishFeatureSet(input: $set) { featureSetVersion { label } }
       }`,
      {
        set: {
          name,
          entity: 'airport',
          features: [{ name: 'n', type: 'INT64', sources }],
          ...(ttlSeconds && { ttlSeconds }),
        },
      },
    );
    return publishFeatureSet.featureSetVersion.label;
  }

  async backfill(featureSet: string, from: string): Promise<void> {
    await this.app.graphql(
      'mutation ($input: BackfillFeatureSetVersionInput!) { backfillFeatureSetVersion(input: $input) { written } }',
      { input: { featureSet, from } },
    );
  }

  async register(dataset: string): Promise<void> {
    await this.app.graphql(
      'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
      {
        input: {
          dataset,
          digest: `sha256:${++this.digests}`,
          location: 's3://x',
          columns: [{ name: 'c', type: 'INT64' }],
        },
      },
    );
  }
}
