import type { Page } from '../../platform/graphql/lists/connection.js';
import { pathSegment } from '../../platform/http/requests/path-segment.js';
import { make } from '../../platform/make.js';
import type { ListedArtifact } from '../files/artifact-list.sql.js';
import { ArtifactEntry } from './artifact-entry.js';

/** Where files are. */
export interface ShownNode {
  readonly project: string;
  /** Its public id, or a reference. */
  readonly ref: string;
}

/** Where the bytes of a file are, on this service. */
export function artifactUrl({ project, ref }: ShownNode, path: string): string {
  const prefix = project === DEFAULT_PROJECT ? '' : `/p/${pathSegment(project)}`;
  return `${prefix}/v1/artifacts/${[ref, ...path.split('/')].map(pathSegment).join('/')}`;
}

const DEFAULT_PROJECT = 'default';

/** A page of files as GraphQL and the route show it. */
export function shownPage(page: Page<ListedArtifact>, node: ShownNode): Page<ArtifactEntry> {
  const shown = new Map(page.nodes.map((row) => [row, shownEntry(row, node)]));
  const of = (row: ListedArtifact) => shown.get(row) ?? shownEntry(row, node);
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

function shownEntry(row: ListedArtifact, node: ShownNode): ArtifactEntry {
  const { path, isDir, size, contentType, createdAt, createdBy } = row;
  const digest = row.digest === null ? null : `sha256:${row.digest}`;
  const url = isDir ? null : artifactUrl(node, path);
  return make(ArtifactEntry, { path, isDir, size, digest, contentType, createdAt, createdBy, url });
}
