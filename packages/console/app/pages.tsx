import '@graphiql/react/font/roboto.css';
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import './session/account.css';
import './header/header.css';
import './pages/shell/shell.css';
import './pages/parts/parts.css';
import './pages/parts/states.css';
import './pages/parts/charts-and-chips.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Away } from './lineage/ask/ask.js';
import { projectPrefix } from './lineage/page/addresses.js';
import { applyThemeOfGraphiQL } from './lineage/page/theme.js';
import { Pages } from './pages/routes.js';

const container = document.getElementById('pages');
if (container === null) throw new Error('pages.html has no element with the id "pages"');

/** What the service refuses it would refuse again; one that is away comes back. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: (_, error) => error instanceof Away, retryDelay: 2_000, staleTime: 5_000 } },
});

applyThemeOfGraphiQL(localStorage);
createRoot(container).render(
  <QueryClientProvider client={queries}>
    <BrowserRouter basename={projectPrefix()}>
      <Pages />
    </BrowserRouter>
  </QueryClientProvider>,
);
