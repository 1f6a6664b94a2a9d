import { useMemo } from 'react';
import { foldVersions } from '../graph/fold-versions.js';
import { shownGraph } from '../graph/shown-graph.js';
import type { PictureView } from './picture-view.js';
import type { ImpactShown } from './state/use-impact.js';
import type { Lineage } from './state/use-lineage.js';
import type { Paths } from './state/use-paths.js';

interface Sources {
  readonly lineage: Lineage;
  readonly paths: Pick<Paths, 'nodes'>;
  readonly impact: Pick<ImpactShown, 'nodes'>;
  readonly view: PictureView;
}

/** What of all that is loaded is drawn: what the open sides show, and whatever was asked for; versions folded into one where the view says so. */
export function useShown({ lineage: { loaded, windows }, paths, impact, view }: Sources) {
  const pinned = useMemo(
    () => new Set([...paths.nodes, ...impact.nodes, ...(view.selected === undefined ? [] : [view.selected])]),
    [paths.nodes, impact.nodes, view.selected],
  );
  const whole = useMemo(
    () => (loaded === undefined ? undefined : shownGraph(loaded, windows, pinned)),
    [loaded, windows, pinned],
  );
  return useMemo(
    () => (whole === undefined ? NOTHING : view.folded ? foldVersions(whole) : { shown: whole, folded: NO_FOLDS }),
    [whole, view.folded],
  );
}

const NO_FOLDS = new Map<string, never>();
const NOTHING = { shown: { nodes: [], links: [], hubs: [], hidden: new Map<string, number>() }, folded: NO_FOLDS };
