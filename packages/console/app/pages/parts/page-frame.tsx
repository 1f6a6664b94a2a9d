import { type ReactNode, useEffect } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Breadcrumb, type Crumb } from '../../header/breadcrumb.js';
import { CopyReference } from '../../header/copy-reference.js';
import { editorAddress, lineageAddress } from '../../lineage/page/addresses.js';

export interface PageFrameProps {
  /** What lies between the project and the title. */
  readonly above?: readonly Crumb[];
  readonly title: string;
  /** What an input takes to mean this, where the page is of one node. */
  readonly reference?: string;
  /** What gave the page. */
  readonly query: string;
  readonly variables: object;
  /** Whether the page can show an earlier time. */
  readonly timed?: boolean;
  readonly children: ReactNode;
}

/** The breadcrumb of a page, what can be done with it, and the page. */
export function PageFrame({ above = [], title, reference, query, variables, timed, children }: PageFrameProps) {
  useEffect(() => {
    document.title = `${title} · Headwater`;
  }, [title]);
  return (
    <article className="page">
      <header className="page-head">
        <Breadcrumb above={above} title={title} link={(path, word) => <Link to={path}>{word}</Link>} />
        <span className="page-actions">
          {timed ? <TimeSelector /> : null}
          {reference === undefined ? null : (
            <>
              <CopyReference reference={reference} />
              <a href={lineageAddress(reference)}>Lineage</a>
            </>
          )}
          <a href={editorAddress(query, variables)}>Open in GraphiQL</a>
        </span>
      </header>
      {children}
    </article>
  );
}

/** Now, or as of a time that stands in the address. */
function TimeSelector() {
  const [search, setSearch] = useSearchParams();
  const asOf = search.get('asOf');
  const put = (time: string | undefined) =>
    setSearch((was) => {
      if (time === undefined) was.delete('asOf');
      else was.set('asOf', time);
      return was;
    });
  const local =
    asOf === null
      ? ''
      : new Date(Date.parse(asOf) - new Date(asOf).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return (
    <span className="page-time">
      <label>
        as of{' '}
        <input
          type="datetime-local"
          step={1}
          value={local}
          onChange={({ target }) => put(target.value === '' ? undefined : new Date(target.value).toISOString())}
        />
      </label>
      {asOf === null ? (
        <output>now</output>
      ) : (
        <button type="button" onClick={() => put(undefined)}>
          now
        </button>
      )}
    </span>
  );
}

export function useAsOf(): string | undefined {
  return useSearchParams()[0].get('asOf') ?? undefined;
}
