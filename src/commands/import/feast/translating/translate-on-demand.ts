import type { Report } from '../../reading/report.js';
import type { FeastOnDemandView } from '../registry/registry.js';
import type { TakenView } from './taken.js';

const LONGEST = 5_000;

/** Writes on-demand views down as tags of the feature sets that they read: Headwater runs no code of others. */
export function describeOnDemandViews(
  onDemandViews: readonly FeastOnDemandView[],
  views: ReadonlyMap<string, TakenView>,
  report: Report,
): TakenView[] {
  const tags = new Map<string, { key: string; value: string }[]>();
  for (const view of onDemandViews) {
    const what = `on-demand view ${view.name}`;
    const read = view.sources.flatMap(({ value }) => value?.projection?.view ?? []);
    const taken = read.filter((name) => views.has(name));
    const key = `feast.on_demand_view.${view.name}`.slice(0, 128);
    for (const name of taken) tags.set(name, [...(tags.get(name) ?? []), { key, value: describe(view) }]);
    if (taken.length === 0)
      report.skip(what, 'it reads no feature view that is taken, so nothing could say what it does');
    else
      report.note(
        what,
        `is documentation, a tag of ${taken.join(', ')}: compute it in the caller, or when rows are written`,
      );
  }
  return [...views.values()].map((view) => {
    const own = tags.get(view.feastName) ?? [];
    return { ...view, set: { ...view.set, tags: [...(view.set.tags ?? []), ...own].slice(0, 100) } };
  });
}

function describe({ description, features, code, transformation }: FeastOnDemandView): string {
  const gives = `Gives ${features.map(({ name }) => name).join(', ')}.`;
  const body = (transformation?.code ?? code)?.body ?? '';
  return [description, gives, body]
    .filter((part) => part !== '')
    .join('\n\n')
    .slice(0, LONGEST);
}
