import type { HeadwaterClient } from '@headwater/client';
import { graphql, type VariablesOf } from '@headwater/client/documents';
import { LRUCache } from 'lru-cache';
import { originOf } from './origin.js';
import { everyNode, inRef } from './pages.js';

const VERSIONS = graphql(`query ($dataset: Ref!, $after: String) {
  dataset(ref: $dataset) { versions(first: 1000, after: $after) { nodes { id digest } pageInfo { hasNextPage endCursor } } } }`);
const REGISTER = graphql(`mutation ($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { created datasetVersion { id } } }`);

type Registration = VariablesOf<typeof REGISTER>['input'];

/** Versions of datasets by their digests: what is there is not made again, also where it is not the newest. */
export class DatasetVersions {
  made = 0;
  known = 0;
  /** Of few datasets at once: a source may have millions. */
  private readonly versions = new LRUCache<string, Map<string, string>>({ max: 1_000 });

  constructor(private readonly client: HeadwaterClient) {}

  /** The id of the version of this digest, registered where there is none. */
  async idOf(registration: Registration): Promise<string> {
    const { dataset, digest } = registration;
    const versions = await this.versionsOf(dataset);
    const found = versions.get(digest);
    if (found !== undefined) return found;
    const input = { ...registration, origin: originOf(digest) };
    const { created, datasetVersion } = (await this.client.graphql(REGISTER, { input })).registerDatasetVersion;
    const { id } = datasetVersion;
    versions.set(digest, id);
    this[created ? 'made' : 'known']++;
    return id;
  }

  async find(dataset: string, digest: string): Promise<string | undefined> {
    return (await this.versionsOf(dataset)).get(digest);
  }

  private async versionsOf(dataset: string): Promise<Map<string, string>> {
    const known = this.versions.get(dataset);
    if (known !== undefined) return known;
    const found = new Map<string, string>();
    const read = (after: string | null) => this.client.graphql(VERSIONS, { dataset: inRef(dataset), after });
    for await (const { id, digest } of everyNode(async (after) => (await read(after)).dataset?.versions))
      found.set(digest, id);
    this.versions.set(dataset, found);
    this.known += found.size;
    return found;
  }
}
