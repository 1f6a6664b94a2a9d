import '@graphiql/react/font/roboto.css';
import '@graphiql/react/style.css';
import './session/account.css';
import './header/header.css';
import './lineage/page/lineage-page.css';
import { createRoot } from 'react-dom/client';
import { LineagePage } from './lineage/page/lineage-page.js';
import { applyThemeOfGraphiQL } from './lineage/page/theme.js';

const container = document.getElementById('lineage');
if (container === null) throw new Error('lineage.html has no element with the id "lineage"');

applyThemeOfGraphiQL(localStorage);
createRoot(container).render(<LineagePage />);
