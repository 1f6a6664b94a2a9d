import '@graphiql/react/font/roboto.css';
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './graphiql/console.css';
import './session/account.css';
import './graphiql/narrow.css';
import './graphiql/squeezed.css';
import { createRoot } from 'react-dom/client';
import { provideMonacoWorkers } from './editor/monaco-workers';
import { operationTabs } from './editor/operations';
import { Console } from './graphiql/console';
import { queryOfAddress } from './lineage/page/addresses';
import { namespacedStorage } from './session/namespaced-storage';

const container = document.getElementById('console');
if (container === null) throw new Error('index.html has no element with the id "console"');

provideMonacoWorkers();
const tabs = operationTabs();
const given = queryOfAddress();
// Else it would be there again after each reload, whatever had been made of it.
if (given !== undefined) history.replaceState(null, '', location.pathname + location.search);
createRoot(container).render(
  <Console tabs={tabs} storage={namespacedStorage(localStorage, JSON.stringify(tabs))} given={given} />,
);
