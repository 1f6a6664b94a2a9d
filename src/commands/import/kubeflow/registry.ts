import {
  ARTIFACT,
  type Artifact,
  INFERENCE_SERVICE,
  type InferenceService,
  MODEL_VERSION,
  type ModelVersion,
  REGISTERED_MODEL,
  type RegisteredModel,
  readResource,
  SERVING_ENVIRONMENT,
  type ServingEnvironment,
} from './resources.js';

/** What kinds of resources are taken; `serves` are read past, for an inference service says itself what it serves. */
export type ResourceKind = 'models' | 'versions' | 'artifacts' | 'environments' | 'services' | 'serves';

/** All of a registry that is taken over, each resource once, by its id. */
export class Registry {
  readonly models = new Map<string, RegisteredModel>();
  readonly versions = new Map<string, ModelVersion>();
  readonly environments = new Map<string, ServingEnvironment>();
  readonly services = new Map<string, InferenceService>();
  /** By the id of the version that they belong to. */
  readonly artifacts = new Map<string, Map<string, Artifact>>();
  /** Artifacts of which nothing says to which version they belong. */
  readonly unattached = new Map<string, Artifact>();
  serves = 0;

  /** Takes a resource; `parent` is the version that an artifact was listed under. The same one may come in several lists. */
  take(kind: ResourceKind, value: unknown, place: string, parent?: string): string {
    switch (kind) {
      case 'models':
        return keep(this.models, readResource(REGISTERED_MODEL, value, place), place);
      case 'versions':
        return keep(this.versions, readResource(MODEL_VERSION, value, place), place);
      case 'environments':
        return keep(this.environments, readResource(SERVING_ENVIRONMENT, value, place), place);
      case 'services':
        return keep(this.services, readResource(INFERENCE_SERVICE, value, place), place);
      case 'serves':
        this.serves++;
        return '';
      case 'artifacts':
        return this.takeArtifact(readResource(ARTIFACT, value, place), place, parent);
    }
  }

  /** Says what refers to something that is not there. */
  check(): void {
    for (const { name, registeredModelId } of this.versions.values())
      if (!this.models.has(registeredModelId))
        throw missing(`The version ${name}`, 'registered model', registeredModelId);
    for (const { id, name = id, registeredModelId, servingEnvironmentId, modelVersionId } of this.services.values()) {
      const what = `The inference service ${name}`;
      if (!this.models.has(registeredModelId)) throw missing(what, 'registered model', registeredModelId);
      if (!this.environments.has(servingEnvironmentId))
        throw missing(what, 'serving environment', servingEnvironmentId);
      if (modelVersionId && !this.versions.has(modelVersionId)) throw missing(what, 'model version', modelVersionId);
    }
  }

  /** The versions of a model, oldest first. */
  versionsOf(model: string): ModelVersion[] {
    return [...this.versions.values()].filter(({ registeredModelId }) => registeredModelId === model).toSorted(byAge);
  }

  artifactsOf(version: string): Artifact[] {
    return [...(this.artifacts.get(version)?.values() ?? [])].toSorted(byAge);
  }

  private takeArtifact(artifact: Artifact, place: string, parent: string | undefined): string {
    if (parent === undefined) {
      const isKnown = [...this.artifacts.values()].some((known) => known.has(artifact.id));
      return isKnown ? artifact.id : keep(this.unattached, artifact, place);
    }
    this.unattached.delete(artifact.id);
    const known = this.artifacts.get(parent) ?? new Map<string, Artifact>();
    this.artifacts.set(parent, known);
    return keep(known, artifact, place);
  }
}

function keep<T extends { id: string }>(all: Map<string, T>, one: T, place: string): string {
  const before = all.get(one.id);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(one))
    throw new Error(`${place}: the id ${JSON.stringify(one.id)} came before, for something else. Nothing was changed.`);
  all.set(one.id, one);
  return one.id;
}

function missing(what: string, kind: string, id: string): Error {
  return new Error(`${what} names the ${kind} ${JSON.stringify(id)}, which is not there. Nothing was changed.`);
}

function byAge(one: { id: string; createTimeSinceEpoch: number | undefined }, other: typeof one): number {
  const order = (one.createTimeSinceEpoch ?? 0) - (other.createTimeSinceEpoch ?? 0);
  return order !== 0 ? order : Number(one.id) - Number(other.id) || (one.id < other.id ? -1 : 1);
}
