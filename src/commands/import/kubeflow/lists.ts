import type { ResourceKind } from './registry.js';

/** What lists are called: in answers, in the paths of the REST API, and in programs that gather them. */
const LISTS: ReadonlyMap<string, ResourceKind> = new Map([
  ['registeredmodel', 'models'],
  ['model', 'models'],
  ['modelversion', 'versions'],
  ['version', 'versions'],
  ['modelartifact', 'artifacts'],
  ['artifact', 'artifacts'],
  ['servingenvironment', 'environments'],
  ['environment', 'environments'],
  ['inferenceservice', 'services'],
  ['serve', 'serves'],
  ['servemodel', 'serves'],
]);

export const VERSION_IN_PATH = /model_versions\/([^/]+)\/artifacts/;

/** What a list holds by its name, such as `registeredModels` or `/api/model_registry/v1/registered_models/1/versions`. */
export function listOf(name: string): ResourceKind | undefined {
  const last =
    name
      .split('?')[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? '';
  return LISTS.get(
    last
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')
      .replace(/s$/, ''),
  );
}

/** What a resource is by its fields, where those say it. */
export function kindOf(fields: Readonly<Record<string, unknown>>): ResourceKind | undefined {
  if (typeof fields.artifactType === 'string') return 'artifacts';
  if ('servingEnvironmentId' in fields) return 'services';
  if ('lastKnownState' in fields) return 'serves';
  if ('registeredModelId' in fields) return 'versions';
  return undefined;
}
