import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink, useLocation, useNavigate } from 'react-router';
import faviconUrl from '../../favicon.svg';
import { isPicture, type Named, PLACES, pageOf } from '../../header/places.js';
import { ProjectContext, projectOf } from '../../header/project.js';
import { SearchBox } from '../../header/search-box.js';
import { projectPrefix } from '../../lineage/page/addresses.js';
import { AccountOf } from '../../session/account.js';
import { useIdentity } from '../../session/use-identity.js';
import { useAsk } from '../parts/use-question.js';

/** What stands around every page: the mark that leads to GraphiQL, the places, the search, who one is. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const ask = useAsk();
  const navigate = useNavigate();
  const identity = useIdentity();
  const { pathname } = useLocation();
  const places = useRef<HTMLElement>(null);
  // On a phone they are more than there is room for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which one is current depends on the path.
  useEffect(() => {
    places.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  const open = (node: Named) => {
    const path = pageOf(node);
    if (isPicture(path)) location.assign(projectPrefix() + path);
    else void navigate(path);
  };
  return (
    <div className="graphiql-container pages">
      <header className="pages-head">
        <a className="pages-mark" href={`${projectPrefix()}/`} title="GraphiQL">
          <img src={faviconUrl} alt="" /> <span>Headwater</span>
        </a>
        <SearchBox ask={ask} open={open} />
        <AccountOf identity={identity} />
      </header>
      <nav className="pages-side" aria-label="Places" ref={places}>
        <a href={`${projectPrefix()}/`}>
          <Icon path="M5 4 1.5 8 5 12M11 4l3.5 4L11 12M9 3 7 13" /> <span>GraphiQL</span>
        </a>
        {PLACES.map(({ path, word, icon }) => (
          <NavLink key={path} to={path}>
            <Icon path={icon} /> <span>{word}</span>
          </NavLink>
        ))}
      </nav>
      <ProjectContext value={projectOf(identity)}>
        <main className="pages-main">{children}</main>
      </ProjectContext>
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
