import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import faviconUrl from '../../favicon.svg';
import { projectPrefix } from '../../lineage/page/addresses.js';
import { Account } from '../../session/account.js';
import { PLACES } from './places.js';
import { SearchBox } from './search-box.js';

/** What stands around every page: the mark that leads to GraphiQL, the places, the search, who one is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  return (
    <div className="graphiql-container pages">
      <header className="pages-head">
        <a className="pages-mark" href={`${projectPrefix()}/`} title="GraphiQL">
          <img src={faviconUrl} alt="" /> <span>Headwater</span>
        </a>
        <SearchBox />
        <Account />
      </header>
      <nav className="pages-side" aria-label="Places">
        <a href={`${projectPrefix()}/`}>
          <Icon path="M5 4 1.5 8 5 12M11 4l3.5 4L11 12M9 3 7 13" /> <span>GraphiQL</span>
        </a>
        {PLACES.map(({ path, word, icon }) => (
          <NavLink key={path} to={path}>
            <Icon path={icon} /> <span>{word}</span>
          </NavLink>
        ))}
      </nav>
      <main className="pages-main">{children}</main>
    </div>
  );
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
