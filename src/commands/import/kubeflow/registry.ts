import { Spool, type SpoolTable } from '../reading/streaming/spool.js';
import {
  ENVIRONMENTS,
  EVERYTHING,
  LEFT_OVER,
  MISSING_MODELS,
  RESOURCES,
  SERVICES,
  SORTED,
  TWICE,
  VERSION_IDS,
} from './registry.sql.js';
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

const SCHEMAS = {
  models: REGISTERED_MODEL,
  versions: MODEL_VERSION,
  artifacts: ARTIFACT,
  environments: SERVING_ENVIRONMENT,
  services: INFERENCE_SERVICE,
};

/** To what an artifact belongs: to the version of this id, or to what was given this number, where that is a version. */
export interface Owner {
  readonly id?: string | undefined;
  readonly number?: number | undefined;
}

export type RegistryPart =
  | { readonly model: RegisteredModel }
  | { readonly version: ModelVersion; readonly artifacts: readonly Artifact[] };

/** All of a registry that is taken over, each resource once, by its id; it lies on disk. */
export class Registry {
  private last = 0;

  private constructor(
    private readonly spool: Spool,
    private readonly table: SpoolTable,
  ) {}

  static async open(): Promise<Registry> {
    const spool = await Spool.open(RESOURCES);
    return new Registry(spool, await spool.into('resource'));
  }

  /** A number for a resource that is not there yet, so that what stands within it can say to what it belongs. */
  number(): number {
    return ++this.last;
  }

  /** Takes a resource. The same one may come in several lists. */
  take(kind: ResourceKind, value: unknown, place: () => string, owner: Owner = {}, number = this.number()): void {
    if (kind === 'serves') {
      this.table.add([number, kind, '', null, null, null, 0, 0, '', '']);
      return;
    }
    const one = readResource(SCHEMAS[kind], value, place);
    const model = 'registeredModelId' in one ? String(one.registeredModelId) : null;
    const isArchived = 'state' in one && one.state === 'ARCHIVED' ? 1 : 0;
    const { createTimeSinceEpoch: time, id } = one as { createTimeSinceEpoch: number | undefined; id: string };
    const json = JSON.stringify(one);
    this.table.add([
      number,
      kind,
      id,
      owner.id ?? null,
      owner.number ?? null,
      model,
      Math.round(time ?? 0),
      isArchived,
      json,
      place(),
    ]);
  }

  /** The ids of the versions that were taken so far. */
  async *versionIds(): AsyncGenerator<string> {
    this.table.flush();
    for await (const [id] of this.spool.rows(VERSION_IDS)) yield String(id);
  }

  /** When all is taken: puts it in order. Throws where an id stands for two things, or what is named is not there. */
  async sort(): Promise<{ readonly unattached: number; readonly serves: number; readonly isEmpty: boolean }> {
    this.table.end();
    for (const statement of SORTED) await this.spool.run(statement);
    const [id, place] = (await this.spool.first(TWICE)) ?? [];
    if (id !== undefined)
      throw new Error(`${place}: the id ${JSON.stringify(id)} came before, for something else. Nothing was changed.`);
    const [json, model] = (await this.spool.first(MISSING_MODELS)) ?? [];
    if (json !== undefined) {
      const { id, name = id, servingEnvironmentId } = JSON.parse(String(json)) as InferenceService;
      const what = servingEnvironmentId === undefined ? 'version' : 'inference service';
      throw missing(`The ${what} ${name}`, 'registered model', String(model));
    }
    const [unattached, serves, taken] = (await this.spool.first(LEFT_OVER)) ?? [];
    return { unattached: Number(unattached), serves: Number(serves), isEmpty: Number(taken) === 0 };
  }

  /** Each model, and behind it its versions, oldest first. */
  async *parts(): AsyncGenerator<RegistryPart> {
    let version: { version: ModelVersion; artifacts: Artifact[] } | undefined;
    for await (const [kind, json] of this.spool.rows(EVERYTHING)) {
      const one: unknown = JSON.parse(String(json));
      if (kind === 'artifacts') {
        version?.artifacts.push(one as Artifact);
        continue;
      }
      if (version !== undefined) yield version;
      version = kind === 'versions' ? { version: one as ModelVersion, artifacts: [] } : undefined;
      if (kind === 'models') yield { model: one as RegisteredModel };
    }
    if (version !== undefined) yield version;
  }

  async *environments(): AsyncGenerator<ServingEnvironment> {
    for await (const [json] of this.spool.rows(ENVIRONMENTS)) yield JSON.parse(String(json)) as ServingEnvironment;
  }

  /** Each with the version that it serves: where it names none, the newest of the model that is not archived. */
  async *services(): AsyncGenerator<{ service: InferenceService; version: ModelVersion | undefined }> {
    for await (const [json, served] of this.spool.rows(SERVICES)) {
      const service = JSON.parse(String(json)) as InferenceService;
      const version = served === null ? undefined : (JSON.parse(String(served)) as ModelVersion);
      if (version === undefined && service.modelVersionId)
        throw missing(`The inference service ${service.name ?? service.id}`, 'model version', service.modelVersionId);
      yield { service, version };
    }
  }

  close(): Promise<void> {
    return this.spool.close();
  }
}

export function missing(what: string, kind: string, id: string): Error {
  return new Error(`${what} names the ${kind} ${JSON.stringify(id)}, which is not there. Nothing was changed.`);
}
