import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { LRUCache } from 'lru-cache';
import { everyNode, inRef } from '../../pages.js';

const VERSIONS = {
  DATASET_VERSION: graphql(`query ($of: Ref!, $after: String) {
    parent: dataset(ref: $of) { versions(first: 500, after: $after) { nodes { id digest tags { key value } } pageInfo { hasNextPage endCursor } } } }`),
  FEATURE_SET_VERSION: graphql(`query ($of: Ref!, $after: String) {
    parent: featureSet(ref: $of) { versions(first: 500, after: $after) { nodes { id tags { key value } } pageInfo { hasNextPage endCursor } } } }`),
  FEATURE_SERVICE_VERSION: graphql(`query ($of: Ref!, $after: String) {
    parent: featureService(ref: $of) { versions(first: 500, after: $after) { nodes { id tags { key value } } pageInfo { hasNextPage endCursor } } } }`),
  MODEL_VERSION: graphql(`query ($of: Ref!, $after: String) {
    parent: model(ref: $of) { versions(first: 500, after: $after) { nodes { id tags { key value } } pageInfo { hasNextPage endCursor } } } }`),
};
export type VersionKind = keyof typeof VERSIONS;

/** The tag by which a version that was imported is found again. */
export const ID_TAG = 'prov.id';

/** Versions that are there already, by what they are known by. */
export class VersionsThere {
  /** Of few at once: a document may have millions. */
  private readonly found = new LRUCache<string, Map<string, string>>({ max: 1_000 });

  constructor(private readonly client: HeadwaterClient) {}

  async find(kind: VersionKind, of: string, uri: string, digest?: string): Promise<string | undefined> {
    const versions = await this.of(kind, of);
    return versions.get(uri) ?? (digest === undefined ? undefined : versions.get(` ${digest}`));
  }

  async add(kind: VersionKind, of: string, uri: string, id: string): Promise<void> {
    (await this.of(kind, of)).set(uri, id);
  }

  private async of(kind: VersionKind, of: string): Promise<Map<string, string>> {
    const key = JSON.stringify([kind, of]);
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const versions = new Map<string, string>();
    const read = async (after: string | null) =>
      (await this.client.graphql(VERSIONS[kind], { of: inRef(of), after })).parent?.versions;
    for await (const node of everyNode<{
      id: string;
      digest?: string;
      tags: readonly { key: string; value: string }[];
    }>(read)) {
      const uri = node.tags.find((tag) => tag.key === ID_TAG)?.value;
      if (uri !== undefined) versions.set(uri, node.id);
      // No URI begins with a space.
      else if (node.digest !== undefined) versions.set(` ${node.digest}`, node.id);
    }
    this.found.set(key, versions);
    return versions;
  }
}
