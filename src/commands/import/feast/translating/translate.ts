import type { VariablesOf } from '@headwater/client/documents';
import type { DEFINE_ENTITY, DEFINE_FEATURE_SERVICE } from '../../../apply/documents.js';
import { Report } from '../../reading/report.js';
import type { REGISTER_DATASET } from '../documents.js';
import type { FeastProject } from '../registry/read-registry.js';
import type { TakenView } from './taken.js';
import { EntityTable } from './translate-entities.js';
import { describeOnDemandViews } from './translate-on-demand.js';
import { serviceOf } from './translate-service.js';
import { mergeDatasets } from './translate-source.js';
import { translateView } from './translate-view.js';

/** What a project of Feast becomes. */
export interface Translation {
  readonly entities: readonly VariablesOf<typeof DEFINE_ENTITY>['input'][];
  readonly datasets: readonly VariablesOf<typeof REGISTER_DATASET>['input'][];
  readonly views: readonly TakenView[];
  readonly services: readonly VariablesOf<typeof DEFINE_FEATURE_SERVICE>['input'][];
  readonly report: Report;
}

/** Translates a project; the report says what was left out, or is not quite as it was. */
export function translate(project: FeastProject): Translation {
  const report = new Report();
  const entities = new EntityTable(project, report);
  const views = new Map<string, TakenView>();
  const names = new Map<string, string>();
  for (const view of project.views) {
    const taken = translateView(view, entities, report);
    if (taken === undefined) continue;
    const before = names.get(taken.set.name);
    if (before !== undefined) {
      report.skip(`feature view ${view.name}`, `its name here is ${taken.set.name}, which ${before} has already`);
      continue;
    }
    names.set(taken.set.name, view.name);
    views.set(view.name, taken);
  }
  const documented = describeOnDemandViews(project.onDemandViews, views, report);
  const services = new Map<string, Translation['services'][number]>();
  for (const service of project.services) {
    const taken = serviceOf(service, views, new Set(project.onDemandViews.map(({ name }) => name)), report);
    if (taken === undefined) continue;
    if (services.has(taken.name))
      report.skip(`feature service ${service.name}`, `another one has its name here, ${taken.name}, already`);
    else services.set(taken.name, taken);
  }
  for (const name of project.labelViews) report.skip(`label view ${name}`, 'labels are columns of a spine here');
  for (const name of project.savedDatasets)
    report.skip(`saved dataset ${name}`, 'Feast keeps no versions of what it was made from; make a training set');
  return {
    entities: entities.used(),
    datasets: mergeDatasets(
      documented.flatMap(({ dataset }) => dataset ?? []),
      report,
    ),
    views: documented,
    services: [...services.values()],
    report,
  };
}
