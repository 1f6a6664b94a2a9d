import { plainName } from '../../../platform/text/plain-name.js';
import { cut, freeName } from '../reading/names.js';
import type { Report } from '../reading/report.js';
import { tagsOf } from '../reading/tags.js';
import { missing, type Registry } from './registry.js';
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

/** What a registry becomes, one after the other: a model, its versions, oldest first; then environments, then deployments. */
export type Taken =
  | { readonly model: TakenModel }
  | { readonly of: TakenModel; readonly version: TakenVersion }
  | { readonly environment: TakenEnvironment }
  | { readonly deployment: TakenDeployment };

/** What is known of what was taken, for what names it. */
interface Names {
  /** Of models, by ids there. */
  readonly models: Map<string, string>;
  readonly environments: Map<string, string>;
}

/** Translates a registry; the report says what was left out, or is not quite as it was. */
export async function* translateRegistry(registry: Registry, report: Report): AsyncGenerator<Taken> {
  const names: Names = { models: new Map(), environments: new Map() };
  yield* translateModels(registry, names.models, report);
  for await (const { id, name, description, externalId, customProperties } of registry.environments()) {
    const what = `serving environment ${name}`;
    const plain = plainName(name, 'set');
    if (plain !== name) report.note(what, `is called ${plain} here`);
    const own = told({ 'kubeflow.name': name, 'kubeflow.external_id': externalId });
    const tags = tagsOf(firstOfEach([...own, ...propertiesOf(customProperties)]), what, report);
    names.environments.set(id, plain);
    yield { environment: { name: plain, description: cut(description, LONGEST), tags } };
  }
  const deployments = new Set<string>();
  for await (const { service, version } of registry.services()) {
    const deployment = translateService(service, version, names, report);
    if (deployment === undefined) continue;
    if (deployments.has(deployment.ref))
      report.skip(`inference service ${nameOf(service)}`, `another one is ${deployment.ref} here already`);
    else yield { deployment };
    deployments.add(deployment.ref);
  }
}

async function* translateModels(registry: Registry, taken: Map<string, string>, report: Report): AsyncGenerator<Taken> {
  const names = new Set<string>();
  let model: RegisteredModel | undefined;
  let of: TakenModel | undefined;
  let versions = new Set<string>();
  const withoutVersions = () => {
    if (model !== undefined && versions.size === 0)
      report.skip(`registered model ${model.name}`, 'it has no versions, and a model here begins with its first');
  };
  for await (const part of registry.parts()) {
    if ('model' in part) {
      withoutVersions();
      model = part.model;
      versions = new Set();
      continue;
    }
    const { version, artifacts } = part;
    if (model === undefined) continue;
    if (versions.size === 0) {
      of = translateModel(model, names, report);
      if (of !== undefined) {
        taken.set(model.id, of.name);
        yield { model: of };
      }
    }
    // Versions are known by their names, of which there is one in a model.
    const isFirst = !versions.has(version.name);
    versions.add(version.name);
    if (of === undefined) continue;
    if (isFirst) yield { of, version: translateVersion(of.name, version, artifacts, report) };
    else
      report.skip(
        `registered model ${model.name}, version ${version.id}`,
        `an older one is called ${version.name} too`,
      );
  }
  withoutVersions();
}

function translateModel(model: RegisteredModel, names: Set<string>, report: Report): TakenModel | undefined {
  const what = `registered model ${model.name}`;
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
  };
}

function translateService(
  service: InferenceService,
  version: ModelVersion | undefined,
  names: Names,
  report: Report,
): TakenDeployment | undefined {
  const what = `inference service ${nameOf(service)}`;
  const environment = names.environments.get(service.servingEnvironmentId);
  if (environment === undefined) throw missing(`The ${what}`, 'serving environment', service.servingEnvironmentId);
  const model = names.models.get(version?.registeredModelId ?? service.registeredModelId);
  if (model === undefined || version === undefined) {
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
    ref: `${environment}/${name}`,
    description: cut(service.description, LONGEST),
    tags: tagsOf(firstOfEach([...own, ...propertiesOf(service.customProperties)]), what, report),
    model,
    version: version.name,
  };
}

const nameOf = ({ name, id }: InferenceService) => name || `service-${id}`;
