import type { Page } from '../../platform/graphql/lists/connection.js';
import { pathSegment } from '../../platform/http/requests/path-segment.js';
import { make } from '../../platform/make.js';
import type { ListedArtifact } from '../files/artifact-list.sql.js';
import { ArtifactEntry } from './artifact-entry.js';

/** Where the bytes of a file are, on this service. */
export function artifactUrl(nodeId: string, path: string): string {
  return `/v1/artifacts/${nodeId}/${path.split('/').map(pathSegment).join('/')}`;
}

/** A page of files as GraphQL and the route show it; `nodeId` is the public one. */
export function shownPage(page: Page<ListedArtifact>, nodeId: string): Page<ArtifactEntry> {
  const shown = new Map(page.nodes.map((row) => [row, shownEntry(row, nodeId)]));
  const of = (row: ListedArtifact) => shown.get(row) ?? shownEntry(row, nodeId);
  return {
    pageInfo: page.pageInfo,
    nodes: page.nodes.map(of),
    edges: page.edges.map((edge) => ({
      node: of(edge.node),
      get cursor() {
        return edge.cursor;
      },
    })),
  };
}

function shownEntry(row: ListedArtifact, nodeId: string): ArtifactEntry {
  const { path, isDir, size, contentType, createdAt, createdBy } = row;
  const digest = row.digest === null ? null : `sha256:${row.digest}`;
  const url = isDir ? null : artifactUrl(nodeId, path);
  return make(ArtifactEntry, { path, isDir, size, digest, contentType, createdAt, createdBy, url });
}
