import type { OnGraph } from '../../graph/graph.js';
import type { ArtifactSettings } from '../artifact-settings.js';
import type { ContentStore } from '../content/content-store.js';
import type { BytesUnderWay } from './bytes-under-way.js';
import type { FindNamedFiles } from './named-files.js';

/** What use cases of files stand on. */
export interface OnArtifacts extends OnGraph {
  readonly contents: ContentStore;
  readonly artifactSettings: ArtifactSettings;
  readonly underWay: BytesUnderWay;
  readonly findNamedFiles: FindNamedFiles;
}
