import type { AppUnderTest } from '../../support/service/app-under-test.js';

export const DAY = 86_400_000;

const PUBLISH = `mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created featureSetVersion { label onFutureEvent } } }`;

export const WRITE = `mutation ($input: WriteFeaturesInput!) {
  writeFeatures(input: $input) { written late unchanged rejected badRows { row column message } violations { feature count } } }`;

interface Published {
  readonly created: boolean;
  readonly featureSetVersion: { readonly label: string; readonly onFutureEvent: string };
}

interface Violation {
  readonly feature: string;
  readonly count: number;
}

export interface Written {
  readonly written: number;
  readonly late: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly badRows: { row: number; column: string; message: string }[];
  readonly violations: Violation[];
}

export const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

export const row = (airport: string, event_time: string, x: unknown = 1) => ({ airport, x, event_time });

/** Feature sets that say what becomes of events that are yet to come. */
export class FutureEventSeed {
  private sets = 0;

  constructor(private readonly app: AppUnderTest) {}

  async defineAirport(): Promise<void> {
    await this.app.graphql(
      'mutation { defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created } }',
    );
  }

  newName(): string {
    return `set_${++this.sets}`;
  }

  async publish(onFutureEvent?: string, name = this.newName(), more: object = {}): Promise<Published> {
    const input = { name, entity: 'airport', features: [{ name: 'x', type: 'INT64' }], onFutureEvent, ...more };
    return (await this.app.graphql<{ publishFeatureSet: Published }>(PUBLISH, { input })).publishFeatureSet;
  }

  async labelOf(onFutureEvent?: string): Promise<string> {
    return (await this.publish(onFutureEvent)).featureSetVersion.label;
  }

  async write(featureSet: string, rows: readonly object[]): Promise<Written> {
    return (await this.app.graphql<{ writeFeatures: Written }>(WRITE, { input: { featureSet, rows } })).writeFeatures;
  }

  async violationsOf(ref: string): Promise<Violation[]> {
    const answer = await this.app.graphql<{ featureSetVersion: { violations: Violation[] } }>(
      'query ($ref: Ref!) { featureSetVersion(ref: $ref) { violations { feature count } } }',
      { ref },
    );
    return answer.featureSetVersion.violations;
  }
}
