import { listArtifacts } from '../../../artifacts/files/list-artifacts.js';
import type { OnArtifacts } from '../../../artifacts/files/on-artifacts.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { ArtifactPlace } from './artifact-place.js';

/** A file or a folder as MLflow writes it; its path begins at the node. */
export interface FileInfo {
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

const AT_ONCE = 1_000;
/** MLflow lists a folder in one answer. */
const MOST = 50_000;

export async function listFiles(
  artifacts: OnArtifacts,
  caller: Caller,
  { node, path }: ArtifactPlace,
): Promise<FileInfo[]> {
  const files: FileInfo[] = [];
  let after: string | null | undefined;
  do {
    const page = await listArtifacts(artifacts, caller, node, { path, first: AT_ONCE, after });
    for (const { path: found, isDir, size } of page.nodes)
      files.push(isDir ? { path: found, is_dir: true } : { path: found, is_dir: false, file_size: size ?? 0 });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null && files.length < MOST);
  return files;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
