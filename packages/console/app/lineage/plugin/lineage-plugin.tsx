import type { GraphiQLPlugin } from '@graphiql/react';
import { lazy, Suspense } from 'react';
import { LineageIcon } from '../view/card/icons.js';

const load = () => import('./lineage-panel.js');

/** The picture is loaded when it is first shown, or when the page has nothing else to do: the editor doesn't wait for it. */
const Panel = lazy(load);

export function fetchPicture(): void {
  void load().then(
    ({ fetchLayout }) => fetchLayout(),
    () => undefined,
  );
}

export const LINEAGE_PLUGIN: GraphiQLPlugin = {
  title: 'Lineage',
  icon: LineageIcon,
  content: () => (
    <Suspense>
      <Panel />
    </Suspense>
  ),
};
