import { Damaged, readMessage } from './message.js';
import {
  type FeastEntity,
  type FeastOnDemandView,
  type FeastRegistry,
  type FeastService,
  type FeastView,
  REGISTRY,
} from './registry.js';

/** What one project of a registry says. */
export interface FeastProject {
  readonly name: string;
  readonly entities: readonly FeastEntity[];
  /** Feature views, and those of streams, which say the same. */
  readonly views: readonly FeastView[];
  readonly services: readonly FeastService[];
  readonly onDemandViews: readonly FeastOnDemandView[];
  /** Of these only the names are read. */
  readonly labelViews: readonly string[];
  readonly savedDatasets: readonly string[];
}

const SQLITE = 'SQLite format 3\0';

/** Reads a registry as Feast keeps it in a file. Throws for anything else, with the place where it is damaged. */
export function readRegistry(bytes: Uint8Array, file: string): FeastRegistry {
  if (bytes.length === 0) throw new Error(`${file} is empty; a registry of Feast has at least its version.`);
  if (Buffer.from(bytes.subarray(0, SQLITE.length)).toString('latin1') === SQLITE)
    throw new Error(
      `${file} is a database of SQLite, not a registry in a file: name the folder with feature_store.yaml instead, which is read with Feast's own Python.`,
    );
  try {
    const registry = readMessage(REGISTRY, bytes, bytes);
    if (registry.schemaVersion === '')
      throw new Damaged(bytes.length, 'registry_schema_version', 'it ends before that, or is no registry');
    checkProjects(registry, bytes.length);
    return registry;
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    const where = error.path === '' ? '' : ` in ${error.path}`;
    throw new Error(
      `${file} is damaged, or no registry of Feast: byte ${error.offset} of ${bytes.length}${where}: ${error.why}. Nothing was changed.`,
    );
  }
}

/** Feast writes its projects last: where one of something else is not among them, the file was cut between two messages. */
function checkProjects(registry: FeastRegistry, end: number): void {
  const { projectMetadata, projects } = registry;
  const known = new Set([
    ...projectMetadata.map(({ project }) => project),
    ...specsOf(projects).map(({ name }) => name),
  ]);
  const { entities, views, streamViews, services, onDemandViews } = registry;
  for (const list of [entities, views, streamViews, services, onDemandViews])
    for (const { project } of specsOf<{ readonly project: string }>(list))
      if (!known.has(project))
        throw new Damaged(
          end,
          'projects',
          `it ends before the project ${JSON.stringify(project)}, which Feast writes last; it was cut off`,
        );
}

/** The project that is named, or the only one. */
export function chooseProject(registry: FeastRegistry, wanted: string | undefined): FeastProject {
  const entities = specsOf(registry.entities);
  const views = [...specsOf(registry.views), ...specsOf(registry.streamViews)];
  const services = specsOf(registry.services);
  const onDemandViews = specsOf(registry.onDemandViews);
  const names = [...new Set([...views, ...services, ...onDemandViews, ...entities].map(({ project }) => project))];
  const name = wanted ?? names[0];
  if (name === undefined) throw new Error('The registry holds no entities, feature views or feature services.');
  if (!names.includes(name)) throw new Error(`The registry has no project "${name}"; it has ${names.join(', ')}.`);
  if (wanted === undefined && names.length > 1)
    throw new Error(`The registry has several projects, ${names.join(', ')}; say which with --feast-project.`);
  const own = <T extends { readonly project: string }>(specs: readonly T[]) =>
    specs.filter(({ project }) => project === name);
  return {
    name,
    entities: own(entities),
    views: own(views),
    services: own(services),
    onDemandViews: own(onDemandViews),
    labelViews: own(specsOf(registry.labelViews)).map((spec) => spec.name),
    savedDatasets: own(specsOf(registry.savedDatasets)).map((spec) => spec.name),
  };
}

function specsOf<T>(list: readonly { readonly spec: T | undefined }[]): T[] {
  return list.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
}
