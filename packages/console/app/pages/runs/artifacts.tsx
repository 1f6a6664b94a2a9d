import { shortened } from '../../lineage/view/card-size.js';
import { Section } from '../parts/facts.js';

export interface ArtifactEntry {
  readonly path: string;
  readonly isDir: boolean;
  readonly size: number | null;
  readonly contentType: string | null;
  readonly url: string | null;
}

/** The files that a run or a version keeps. */
export function Artifacts({ entries }: { readonly entries: readonly ArtifactEntry[] }) {
  return (
    <Section title="Files" count={entries.length} empty="None is kept.">
      <ul className="page-links">
        {entries.map(({ path, isDir, size, contentType, url }) => (
          <li key={path}>
            {url === null ? <span>{shortened(path, 100)}</span> : <a href={url}>{shortened(path, 100)}</a>}{' '}
            <small>
              {isDir ? 'folder' : [contentType, size === null ? '' : bytes(size)].filter(Boolean).join(' · ')}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function bytes(size: number): string {
  const [unit, each] = (
    [
      ['GB', 1e9],
      ['MB', 1e6],
      ['kB', 1e3],
    ] as const
  ).find(([, least]) => size >= least) ?? ['B', 1];
  return `${Number((size / each).toPrecision(3))} ${unit}`;
}
