import { Fragment, type ReactNode } from 'react';
import { projectPrefix } from '../lineage/page/addresses.js';
import { shortened } from '../lineage/view/card/card-size.js';
import { useProject } from './project.js';

/** A word, and the path that it leads to where there is one. */
export type Crumb = readonly [word: string, path?: string | undefined];

export interface BreadcrumbProps {
  /** What lies between the project and the title. */
  readonly above: readonly Crumb[];
  readonly title: string;
  /** The title where it is more than its text. */
  readonly children?: ReactNode;
  /** Links within one document don't load it anew. */
  readonly link?: (path: string, word: string) => ReactNode;
}

/** Where a page is: project / kind / name. A project is what was done in it. */
export function Breadcrumb({ above, title, children, link = loadLink }: BreadcrumbProps) {
  const crumbs: readonly Crumb[] = [[useProject(), '/changes'], ...above];
  return (
    <nav className="breadcrumb" aria-label="Breadcrumb">
      {crumbs.map(([word, path]) => (
        <Fragment key={`${path} ${word}`}>
          <bdi>{path === undefined ? shortened(word, 40) : link(path, shortened(word, 40))}</bdi>
          <span aria-hidden="true">/</span>
        </Fragment>
      ))}
      <h1 title={shortened(title, 500)}>
        <bdi>{children ?? shortened(title, 80)}</bdi>
      </h1>
    </nav>
  );
}

function loadLink(path: string, word: string): ReactNode {
  return <a href={projectPrefix() + path}>{word}</a>;
}
