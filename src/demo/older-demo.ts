import type { HeadwaterClient } from '@headwater/client';

const FEATURES = `query OlderDemo { featureSetVersion(ref: "airport_traffic@1") { features { name } } }`;

/** Whether the demo of an earlier release, whose features were daily, was loaded here. */
export async function holdsOlderDemo(client: HeadwaterClient): Promise<boolean> {
  const { featureSetVersion: before } = await client.graphql<{
    featureSetVersion: { features: { name: string }[] } | null;
  }>(FEATURES);
  return before?.features.some(({ name }) => name === 'departures_7d') ?? false;
}
