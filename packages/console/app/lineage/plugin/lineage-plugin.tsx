import type { GraphiQLPlugin } from '@graphiql/react';
import { lazy, Suspense } from 'react';
import { LineageIcon } from '../view/icons.js';

/** The picture is loaded when it is first shown: the editor doesn't wait for it. */
const Panel = lazy(() => import('./lineage-panel.js'));

export const LINEAGE_PLUGIN: GraphiQLPlugin = {
  title: 'Lineage',
  icon: LineageIcon,
  content: () => (
    <Suspense>
      <Panel />
    </Suspense>
  ),
};
