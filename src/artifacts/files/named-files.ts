import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';

/** A file or a folder of a node, '' for all of its files, and who says that its bytes are there. */
export interface NamedFile {
  readonly path: string;
  readonly by: { readonly id: string; readonly kind: NodeKind; readonly project: string; readonly label: string };
  /** Where that serves now, such as `90 % of production/flight-delay`. */
  readonly serves: readonly string[];
}

/** Finds what living versions say of files of a node. A room behind this one knows. */
export type FindNamedFiles = (
  db: Queryable,
  owner: { readonly id: string; readonly kind: NodeKind },
) => Promise<readonly NamedFile[]>;

/** Those that are no more whole once a file, or with `recursive` a folder, is gone. */
export function namedWithin(named: readonly NamedFile[], path: string, recursive: boolean): readonly NamedFile[] {
  const isWithin = (inner: string, folder: string) => inner === folder || inner.startsWith(`${folder}/`);
  return named.filter(
    (file) => file.path === '' || isWithin(path, file.path) || (recursive && isWithin(file.path, path)),
  );
}
