import type { VariablesOf } from '@headwater/client/documents';
import { plainName } from '../../../../platform/text/plain-name.js';
import type { DEFINE_FEATURE_SERVICE } from '../../../apply/documents.js';
import type { Report } from '../../reading/report.js';
import { tagsOf } from '../../reading/tags.js';
import type { FeastProjection, FeastService } from '../registry/registry.js';
import type { TakenView } from './taken.js';

type ServiceInput = VariablesOf<typeof DEFINE_FEATURE_SERVICE>['input'];

/** A feature service as one here; undefined where it would read something else than it did. */
export function serviceOf(
  service: FeastService,
  views: ReadonlyMap<string, TakenView>,
  onDemand: ReadonlySet<string>,
  report: Report,
): ServiceInput | undefined {
  const what = `feature service ${service.name}`;
  const features: string[] = [];
  for (const projection of service.projections) {
    if (onDemand.has(projection.view)) {
      report.note(what, `the features of the on-demand view ${projection.view} are left out`);
      continue;
    }
    const view = views.get(projection.view);
    const refs = view === undefined ? `the feature view ${projection.view} was not taken` : refsOf(projection, view);
    if (typeof refs === 'string') {
      report.skip(what, refs);
      return undefined;
    }
    if (projection.alias !== '' && projection.alias !== projection.view)
      report.note(what, `${projection.view} is called ${projection.alias} in it; here its features keep their names`);
    features.push(...refs);
  }
  if (features.length === 0) {
    report.skip(what, 'it has no features that can be taken');
    return undefined;
  }
  return {
    // Any text may be the name of a service.
    name: service.name,
    features,
    ...(service.description !== '' && { description: service.description }),
    ...(service.owner !== '' && { owner: service.owner }),
    tags: tagsOf(service.tags, what, report),
  };
}

/** References to the features of a projection, or why there are none. */
function refsOf({ features, joinKeyMap }: FeastProjection, view: TakenView): string[] | string {
  const role = roleOf(joinKeyMap, view);
  if (typeof role === 'object') return role.problem;
  const refs: string[] = [];
  for (const { name } of features) {
    const taken = view.features.find(({ feastName }) => feastName === name);
    if (taken === undefined) return `the feature ${view.feastName}:${name} was not taken`;
    refs.push(`${quoted(view.set.name)}:${taken.name}${role === '' ? '' : `~${role}`}`);
  }
  return refs;
}

/** The role whose columns the keys are read from: with one key its name is the column, with several they begin with it. */
function roleOf(map: ReadonlyMap<string, string>, { keys, feastName }: TakenView): string | { problem: string } {
  if (map.size === 0) return '';
  const columns = keys.map((key) => ({ key, column: plainName(map.get(key.feastName) ?? key.feastName, 'column') }));
  const [first] = columns;
  if (first === undefined) return '';
  if (columns.length === 1) return first.column === first.key.name ? '' : first.column;
  const suffix = `_${first.key.name}`;
  const role = first.column.endsWith(suffix) ? first.column.slice(0, -suffix.length) : '';
  const fits = role !== '' && columns.every(({ key, column }) => column === `${role}_${key.name}`);
  if (fits) return role;
  return {
    problem: `it reads the keys of ${feastName} from ${columns.map(({ column }) => column).join(', ')}, which are no columns of one role`,
  };
}

const quoted = (name: string) => (/^[a-z][a-z0-9_.-]*$/.test(name) ? name : JSON.stringify(name));
