import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { ArtifactSettings } from './artifact-settings.js';
import { garbageCollector } from './collect-garbage.js';
import { BucketStore } from './content/bucket-store.js';
import { FolderStore } from './content/folder-store.js';
import { BytesUnderWay } from './files/bytes-under-way.js';
import type { FindNamedFiles } from './files/named-files.js';
import type { OnArtifacts } from './files/on-artifacts.js';
import { NodeArtifactsResolver } from './graphql/node-artifacts.resolver.js';

export interface ArtifactNeeds extends OnGraph {
  readonly settings: { readonly artifacts: ArtifactSettings };
  readonly findNamedFiles: FindNamedFiles;
}

/** Files of runs and versions. */
export const ARTIFACTS: Room<ArtifactNeeds, { readonly artifacts: OnArtifacts }> = {
  open({ database, graph, findNamedFiles, settings: { artifacts: artifactSettings } }) {
    const { bucket, directory } = artifactSettings;
    const contents = bucket === undefined ? new FolderStore(directory) : new BucketStore(bucket, directory);
    const underWay = new BytesUnderWay(graph.quotas);
    const room: OnArtifacts = { database, graph, contents, artifactSettings, underWay, findNamedFiles };
    return {
      offers: { artifacts: room },
      resolvers: [new NodeArtifactsResolver(room)],
      standing: [garbageCollector(room)],
    };
  },
};
