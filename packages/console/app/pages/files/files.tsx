import './files.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { shortened } from '../../lineage/view/card/card-size.js';
import { Section } from '../parts/facts.js';
import { Problem } from '../parts/states.js';
import { useAsk } from '../parts/use-question.js';
import { bytes, type FileEntry } from './file-entry.js';
import { Preview } from './preview.js';

const FILES_QUERY = `query Files($id: ID!, $path: String, $after: String) {
  node(id: $id) {
    id
    artifacts(path: $path, first: 200, after: $after) {
      nodes { path isDir size contentType digest url }
      pageInfo { endCursor hasNextPage }
    }
  }
}`;

interface FilesAnswer {
  readonly node: {
    readonly artifacts: {
      readonly nodes: readonly FileEntry[];
      readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
    };
  } | null;
}

export interface FilesProps {
  /** Of the node that keeps them. */
  readonly id: string;
  readonly every?: number | false;
}

/** The files that a node keeps, folder by folder, and one of them to look at. Both stand in the address. */
export function Files({ id, every = false }: FilesProps) {
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const folder = search.get('folder') ?? '';
  const chosen = search.get('file');
  const { data, error, failureReason, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [FILES_QUERY, id, folder],
    queryFn: ({ pageParam, signal }) =>
      ask<FilesAnswer>(FILES_QUERY, { id, ...(folder !== '' && { path: folder }), after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    refetchInterval: every,
    getNextPageParam: ({ node }) =>
      node?.artifacts.pageInfo.hasNextPage ? (node.artifacts.pageInfo.endCursor ?? undefined) : undefined,
  });
  const entries = data?.pages.flatMap(({ node }) => node?.artifacts.nodes ?? []) ?? [];
  const file = entries.find(({ path, isDir }) => path === chosen && !isDir);
  const put = (next: Readonly<Record<'folder' | 'file', string>>) =>
    setSearch((was) => {
      for (const [key, value] of Object.entries(next))
        if (value === '') was.delete(key);
        else was.set(key, value);
      return was;
    });
  const parts = folder === '' ? [] : folder.split('/');
  return (
    <Section
      title="Files"
      {...(data !== undefined && folder === '' && { count: entries.length, hasMore: hasNextPage })}
      empty="None is kept."
    >
      <Problem error={error ?? failureReason} />
      {parts.length === 0 ? null : (
        <nav className="page-bar" aria-label="Folders">
          <button type="button" onClick={() => put({ folder: '', file: '' })}>
            all files
          </button>
          {parts.map((part, index) => (
            <button
              key={parts.slice(0, index + 1).join('/')}
              type="button"
              onClick={() => put({ folder: parts.slice(0, index + 1).join('/'), file: '' })}
            >
              / {shortened(part, 40)}
            </button>
          ))}
        </nav>
      )}
      <ul className="file-list">
        {entries.map(({ path, isDir, size, contentType }) => (
          <li key={path}>
            <button
              type="button"
              aria-pressed={isDir ? undefined : path === chosen}
              onClick={() => put(isDir ? { folder: path, file: '' } : { folder, file: path === chosen ? '' : path })}
            >
              {isDir ? '▸ ' : ''}
              <bdi>{shortened(path.slice(path.lastIndexOf('/') + 1), 100)}</bdi>
            </button>{' '}
            <small>
              {isDir ? 'folder' : [contentType, size === null ? '' : bytes(size)].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <button type="button" className="page-more" onClick={() => void fetchNextPage()}>
          More
        </button>
      ) : null}
      {file === undefined ? null : <Preview key={file.digest} file={file} />}
      {chosen !== null && file === undefined && data !== undefined ? (
        <p className="page-none">{`There is no file ${shortened(chosen, 200)} in this folder.`}</p>
      ) : null}
    </Section>
  );
}
