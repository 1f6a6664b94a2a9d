import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Waiting } from './parts/states.js';
import { Shell } from './shell/shell.js';

const RunList = lazy(() => import('./runs/list/run-list.js'));
const RunPage = lazy(() => import('./runs/run/run-page.js'));
const ComparePage = lazy(() => import('./runs/compare/compare-page.js'));
const ModelList = lazy(() => import('./registry/models/model-list.js'));
const ModelPage = lazy(() => import('./registry/models/model-page.js'));
const DeploymentList = lazy(() => import('./registry/deployments/deployment-list.js'));
const DeploymentPage = lazy(() => import('./registry/deployments/deployment-page.js'));
const FeatureSetList = lazy(() => import('./features/feature-set-list.js'));
const FeatureSetPage = lazy(() => import('./features/feature-set-page.js'));
const ChangesPage = lazy(() => import('./changes/changes-page.js'));

/** Where each page is; names have slashes, so that what stands behind a kind is read whole. */
export function Pages() {
  return (
    <Shell>
      <Suspense fallback={<Waiting />}>
        <Routes>
          <Route path="/runs" element={<RunList />} />
          <Route path="/runs/:id" element={<RunPage />} />
          <Route path="/compare" element={<ComparePage />} />
          <Route path="/models" element={<ModelList />} />
          <Route path="/models/*" element={<ModelPage />} />
          <Route path="/deployments" element={<DeploymentList />} />
          <Route path="/deployments/*" element={<DeploymentPage />} />
          <Route path="/features" element={<FeatureSetList />} />
          <Route path="/features/*" element={<FeatureSetPage />} />
          <Route path="/changes" element={<ChangesPage />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}
