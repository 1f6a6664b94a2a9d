import { plainName } from '../../../platform/text/plain-name.js';
import { cut, freeName } from '../reading/names.js';
import type { Report } from '../reading/report.js';
import { tagsOf } from '../reading/tags.js';
import type { Registry } from './registry.js';
import type { InferenceService, ModelVersion, RegisteredModel } from './resources.js';
import { firstOfEach, propertiesOf, type Tag, told } from './tags.js';
import { type TakenVersion, translateVersion } from './translate-version.js';

/** A description has at most so many characters, an owner so many. */
const LONGEST = 20_000;
const LONGEST_OWNER = 500;

export interface TakenModel {
  readonly name: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly tags: readonly Tag[];
  /** Oldest first. */
  readonly versions: readonly TakenVersion[];
}

export interface TakenEnvironment {
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly Tag[];
}

export interface TakenDeployment {
  /** `production/churn`. */
  readonly ref: string;
  readonly description: string | null;
  readonly tags: readonly Tag[];
  readonly model: string;
  /** What its version is known by. */
  readonly version: string;
}

/** What a registry becomes. */
export interface Translation {
  readonly models: readonly TakenModel[];
  readonly environments: readonly TakenEnvironment[];
  readonly deployments: readonly TakenDeployment[];
}

/** Translates a registry; the report says what was left out, or is not quite as it was. */
export function translateRegistry(registry: Registry, report: Report): Translation {
  registry.check();
  const names = new Set<string>();
  const models = new Map<string, TakenModel>();
  for (const model of registry.models.values()) {
    const taken = translateModel(registry, model, names, report);
    if (taken !== undefined) models.set(model.id, taken);
  }
  const environments = new Map<string, TakenEnvironment>();
  for (const { id, name, description, externalId, customProperties } of registry.environments.values()) {
    const what = `serving environment ${name}`;
    const plain = plainName(name, 'set');
    if (plain !== name) report.note(what, `is called ${plain} here`);
    const own = told({ 'kubeflow.name': name, 'kubeflow.external_id': externalId });
    const tags = tagsOf(firstOfEach([...own, ...propertiesOf(customProperties)]), what, report);
    environments.set(id, { name: plain, description: cut(description, LONGEST), tags });
  }
  const deployments = new Map<string, TakenDeployment>();
  for (const service of registry.services.values()) {
    const taken = translateService(registry, service, models, environments, report);
    if (taken === undefined) continue;
    if (deployments.has(taken.ref))
      report.skip(`inference service ${nameOf(service)}`, `another one is ${taken.ref} here already`);
    else deployments.set(taken.ref, taken);
  }
  if (registry.unattached.size > 0)
    report.skip(
      `${registry.unattached.size} artifacts`,
      'nothing says to which version they belong; put them below it, or below its id',
    );
  if (registry.serves > 0)
    report.skip(`${registry.serves} serve models`, 'an inference service says itself which version it serves');
  return {
    models: [...models.values()],
    environments: [...environments.values()],
    deployments: [...deployments.values()],
  };
}

function translateModel(
  registry: Registry,
  model: RegisteredModel,
  names: Set<string>,
  report: Report,
): TakenModel | undefined {
  const what = `registered model ${model.name}`;
  const versions = registry.versionsOf(model.id);
  if (versions.length === 0) {
    report.skip(what, 'it has no versions, and a model here begins with its first');
    return undefined;
  }
  const name = freeName(what, model.name, report);
  if (names.has(name)) {
    report.skip(what, `another one has its name here, ${JSON.stringify(name)}, already`);
    return undefined;
  }
  names.add(name);
  const own = told({
    'kubeflow.state': model.state === 'LIVE' ? undefined : model.state,
    'kubeflow.external_id': model.externalId,
    maturity: model.maturity,
    provider: model.provider,
    license: model.license,
    license_link: model.licenseLink,
    library: model.libraryName,
    language: model.language.join(', '),
    tasks: model.tasks.join(', '),
  });
  return {
    name,
    description: cut(model.readme || model.description, LONGEST),
    owner: cut(model.owner, LONGEST_OWNER),
    tags: tagsOf(firstOfEach([...own, ...propertiesOf(model.customProperties)]), what, report),
    versions: distinct(what, versions, report).map((version) =>
      translateVersion(name, version, registry.artifactsOf(version.id), report),
    ),
  };
}

/** Versions are known by their names, of which there is one in a model. */
function distinct(what: string, versions: readonly ModelVersion[], report: Report): ModelVersion[] {
  const byName = new Map<string, ModelVersion>();
  for (const version of versions)
    if (byName.has(version.name))
      report.skip(`${what}, version ${version.id}`, `an older one is called ${version.name} too`);
    else byName.set(version.name, version);
  return [...byName.values()];
}

function translateService(
  registry: Registry,
  service: InferenceService,
  models: ReadonlyMap<string, TakenModel>,
  environments: ReadonlyMap<string, TakenEnvironment>,
  report: Report,
): TakenDeployment | undefined {
  const what = `inference service ${nameOf(service)}`;
  const version = servedBy(registry, service);
  const model = models.get(version?.registeredModelId ?? service.registeredModelId);
  const environment = environments.get(service.servingEnvironmentId);
  if (model === undefined || environment === undefined || version === undefined) {
    report.skip(what, 'the model that it serves has no versions');
    return undefined;
  }
  if (service.desiredState !== undefined && service.desiredState !== 'DEPLOYED') {
    report.skip(what, `it is ${service.desiredState}, so it serves nothing`);
    return undefined;
  }
  const name = plainName(nameOf(service), 'set');
  if (name !== nameOf(service)) report.note(what, `is called ${name} here`);
  if (!service.modelVersionId) report.note(what, `serves the newest version, which is ${version.name} now`);
  const own = told({ 'kubeflow.runtime': service.runtime, 'kubeflow.external_id': service.externalId });
  return {
    ref: `${environment.name}/${name}`,
    description: cut(service.description, LONGEST),
    tags: tagsOf(firstOfEach([...own, ...propertiesOf(service.customProperties)]), what, report),
    model: model.name,
    version: version.name,
  };
}

/** Where it names no version, the newest of the model that is not archived. */
function servedBy(
  registry: Registry,
  { modelVersionId, registeredModelId }: InferenceService,
): ModelVersion | undefined {
  if (modelVersionId) return registry.versions.get(modelVersionId);
  const versions = registry.versionsOf(registeredModelId);
  return versions.findLast(({ state }) => state !== 'ARCHIVED') ?? versions.at(-1);
}

const nameOf = ({ name, id }: InferenceService) => name || `service-${id}`;
