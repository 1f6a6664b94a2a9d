import { parseJson } from '../reading/json.js';
import { readWholeText } from '../reading/whole-file.js';
import { Registry, type ResourceKind } from './registry.js';

/** What lists are called: in answers, in the paths of the REST API, and in programs that gather them. */
const LISTS: Readonly<Record<string, ResourceKind>> = {
  registeredmodel: 'models',
  model: 'models',
  modelversion: 'versions',
  version: 'versions',
  modelartifact: 'artifacts',
  artifact: 'artifacts',
  servingenvironment: 'environments',
  environment: 'environments',
  inferenceservice: 'services',
  serve: 'serves',
  servemodel: 'serves',
};
/** Deeper than any gathering of lists. */
const DEEPEST = 20;
const VERSION_IN_PATH = /model_versions\/([^/]+)\/artifacts/;

/** Reads a registry from a file: JSON, or a value of it on each line of one that is called `.ndjson` or `.jsonl`. */
export async function readRegistryFile(path: string): Promise<Registry> {
  const text = await readWholeText(path);
  const registry = new Registry();
  if (!/\.(?:ndjson|jsonl)$/.test(path)) new Walk(registry).at(parseJson(text, path), path);
  else
    for (const [index, line] of text.split('\n').entries()) {
      const place = `${path}, line ${index + 1}`;
      if (line.trim() !== '') new Walk(registry).at(parseJson(line, place), place);
    }
  if (registry.models.size === 0 && registry.environments.size === 0)
    throw new Error(
      `${path} holds no registered models; it is JSON as the REST API of Kubeflow's model registry gives it.`,
    );
  return registry;
}

/** Goes through whatever lists were gathered, and tells by the names of lists, or by its own fields, what each resource is. */
class Walk {
  constructor(private readonly registry: Registry) {}

  at(value: unknown, place: string, kind?: ResourceKind, parent?: string, depth = 0): void {
    if (depth > DEEPEST) throw new Error(`${place} is nested more than ${DEEPEST} deep.`);
    if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) this.at(each, `${place}[${index}]`, kind, parent, depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null)
      throw new Error(
        `${place} is ${JSON.stringify(value)?.slice(0, 50)}; it is a list or a resource of the model registry.`,
      );
    const fields = value as Record<string, unknown>;
    if (Array.isArray(fields.items)) {
      this.at(fields.items, `${place}.items`, kind, parent, depth + 1);
      return;
    }
    const isResource =
      typeof fields.id === 'string' ||
      typeof fields.id === 'number' ||
      (kind !== undefined && typeof fields.name === 'string');
    if (!isResource) {
      this.lists(fields, place, kind, parent, depth);
      return;
    }
    const found = kindOf(fields) ?? kind;
    if (found === undefined)
      throw new Error(
        `${place}: nothing says what it is; put it below registeredModels, modelVersions, servingEnvironments or inferenceServices.`,
      );
    const own = typeof fields.modelVersionId === 'string' ? fields.modelVersionId : parent;
    const id = this.registry.take(found, fields, place, found === 'artifacts' ? own : undefined);
    for (const [name, inner] of Object.entries(fields)) {
      const list = listOf(name);
      if (list !== undefined && typeof inner === 'object' && inner !== null)
        this.at(
          inner,
          `${place}.${name}`,
          list,
          list === 'artifacts' && found === 'versions' ? id : undefined,
          depth + 1,
        );
    }
  }

  /** An object of lists; below artifacts its names are ids of versions. */
  private lists(
    fields: Record<string, unknown>,
    place: string,
    kind: ResourceKind | undefined,
    parent: string | undefined,
    depth: number,
  ): void {
    for (const [name, inner] of Object.entries(fields)) {
      if (typeof inner !== 'object' || inner === null) continue;
      const found = listOf(name);
      const owner = VERSION_IN_PATH.exec(name)?.[1] ?? (found === undefined && kind === 'artifacts' ? name : parent);
      this.at(inner, `${place}.${name}`, found ?? kind, owner, depth + 1);
    }
  }
}

/** What a list holds by its name, such as `registeredModels` or `/api/model_registry/v1/registered_models/1/versions`. */
function listOf(name: string): ResourceKind | undefined {
  const last =
    name
      .split('?')[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? '';
  return LISTS[
    last
      .toLowerCase()
      .replaceAll(/[^a-z]/g, '')
      .replace(/s$/, '')
  ];
}

/** What a resource is by its fields, where those say it. */
function kindOf(fields: Readonly<Record<string, unknown>>): ResourceKind | undefined {
  if (typeof fields.artifactType === 'string') return 'artifacts';
  if ('servingEnvironmentId' in fields) return 'services';
  if ('lastKnownState' in fields) return 'serves';
  if ('registeredModelId' in fields) return 'versions';
  return undefined;
}
