import { createHash } from 'node:crypto';
import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { LRUCache } from 'lru-cache';
import { beginRun } from '../begin-run.js';
import { DatasetVersions } from '../dataset-versions.js';
import { elsewhere, isElsewhere, type VersionThere } from '../elsewhere.js';
import { originOf } from '../origin.js';
import { everyNode, inRef } from '../pages.js';
import { Report } from '../reading/report.js';
import type { Taken, TakenDeployment, TakenEnvironment, TakenModel } from './translate.js';
import { type TakenRun, type TakenVersion, VERSION_TAG } from './translate-version.js';

const MODEL = graphql('query ($model: Ref!) { model(ref: $model) { id description owner tags { key value } } }');
const VERSIONS = graphql(`query ($model: Ref!, $after: String) {
  model(ref: $model) { versions(first: 500, after: $after) { nodes { id artifact { uri } tags { key value } } pageInfo { hasNextPage endCursor } } } }`);
const REGISTER = graphql(`mutation ($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { created modelVersion { id } } }`);
const UPDATE = graphql('mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }');
const FINISH = graphql('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }');
const ENVIRONMENT = graphql(
  'mutation ($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created } }',
);
const DEPLOYMENT = graphql('query ($ref: Ref!) { deployment(ref: $ref) { id } }');
const DEPLOY = graphql('mutation ($input: DeployInput!) { deploy(input: $input) { created } }');

/** Says that what is told of a model was written, and to which model there. */
const MODEL_TAG = 'kubeflow.model';
const LONGEST_KEY = 200;
const MOST_MODELS = 100;

export interface Counts {
  made: number;
  known: number;
}

/** Writes what a registry became; what is there stays as it is. */
export class RegistryWriter {
  readonly versions: Counts = { made: 0, known: 0 };
  readonly environments: Counts = { made: 0, known: 0 };
  readonly deployments: Counts = { made: 0, known: 0 };
  readonly report = new Report();
  private readonly datasets: DatasetVersions;
  /** By model, the ids of versions by their names in Kubeflow; those of few models at once. */
  private readonly written = new LRUCache<string, Map<string, VersionThere>>({ max: MOST_MODELS });
  /** Versions of other registries that have the names of those that are here. */
  private readonly others = new Set<string>();
  /** What is told of it once its versions are there. */
  private model: TakenModel | undefined;

  constructor(private readonly client: HeadwaterClient) {
    this.datasets = new DatasetVersions(client);
  }

  async write(taken: Taken): Promise<void> {
    if ('version' in taken) return this.writeVersion(taken.of.name, taken.version);
    await this.endModel();
    if ('model' in taken) this.model = taken.model;
    else if ('environment' in taken) await this.writeEnvironment(taken.environment);
    else await this.writeDeployment(taken.deployment);
  }

  /** Call it behind the last. */
  async endModel(): Promise<void> {
    if (this.model !== undefined) await this.tell(this.model);
    this.model = undefined;
  }

  private async writeVersion(model: string, version: TakenVersion): Promise<void> {
    const known = await this.knownVersions(model);
    const there = known.get(version.name);
    if (there === undefined) known.set(version.name, await this.register(model, version));
    else if (isElsewhere(there.uri, version.artifact.uri)) {
      this.others.add(JSON.stringify([model, version.name]));
      this.report.skip(`model version ${model} ${version.name}`, elsewhere(there.uri));
    } else this.versions.known++;
  }

  private async writeEnvironment({ name, description, tags }: TakenEnvironment): Promise<void> {
    const { defineEnvironment } = await this.client.graphql(ENVIRONMENT, {
      input: { name, description, tags: [...tags] },
    });
    this.environments[defineEnvironment.created ? 'made' : 'known']++;
  }

  private async writeDeployment({ ref, description, tags, model, version }: TakenDeployment): Promise<void> {
    if ((await this.client.graphql(DEPLOYMENT, { ref })).deployment !== null) {
      this.deployments.known++;
      return;
    }
    if (this.others.has(JSON.stringify([model, version]))) {
      this.report.skip(`deployment ${ref}`, `what is called ${model} ${version} here is another version`);
      return;
    }
    const modelVersion = (await this.knownVersions(model)).get(version)?.id ?? '';
    const bindings = [{ modelVersion, trafficPercent: 100 }];
    await this.client.graphql(DEPLOY, { input: { deployment: ref, description, tags: [...tags], bindings } });
    this.deployments.made++;
  }

  private async register(model: string, version: TakenVersion): Promise<VersionThere> {
    const trainedOn: string[] = [];
    for (const { name, digest, location } of version.trainedOn)
      trainedOn.push(await this.datasets.idOf({ dataset: name, digest, columns: [], location }));
    const { registerModelVersion } = await this.client.graphql(REGISTER, {
      input: {
        model,
        origin: originOf(`kubeflow:${version.name}`),
        description: version.description,
        owner: version.owner,
        artifact: version.artifact,
        metrics: [...version.metrics],
        tags: [...version.tags],
        trainedOn,
        run: version.run === undefined ? null : await this.runOf(version.run, version.createdAt),
      },
    });
    const { created, modelVersion } = registerModelVersion;
    this.versions[created ? 'made' : 'known']++;
    return { id: modelVersion.id, uri: version.artifact.uri };
  }

  /** What the registry knows of a run is that it made something. */
  private async runOf({ key, name, experiment }: TakenRun, at: number | undefined): Promise<string> {
    const short = key.length <= LONGEST_KEY ? key : createHash('sha256').update(key).digest('hex');
    const time = at === undefined ? null : new Date(at).toISOString();
    const { run } = await beginRun(this.client, {
      key: `kubeflow:${short}`,
      experiment,
      name,
      type: 'TRAINING',
      startedAt: time,
      lostAfterSeconds: 0,
      tags: [{ key: 'kubeflow.source', value: key.slice(0, 5_000) }],
    });
    const { id, status } = run;
    if (status === 'RUNNING')
      await this.client.graphql(FINISH, { input: { run: id, status: 'SUCCEEDED', endedAt: time } });
    return id;
  }

  /** Of the model itself, once: what people write of it later stays. */
  private async tell({ name, description, owner, tags }: TakenModel): Promise<void> {
    const { model } = await this.client.graphql(MODEL, { model: inRef(name) });
    if (model === null || model.tags.some(({ key }) => key === MODEL_TAG)) return;
    const wanted = new Map(
      [...tags, { key: MODEL_TAG, value: name }, ...model.tags].map(({ key, value }) => [key, value]),
    );
    const input = {
      id: model.id,
      ...(model.description === null && description !== null && { description }),
      ...(model.owner === null && owner !== null && { owner }),
      tags: [...wanted].map(([key, value]) => ({ key, value })).slice(-100),
    };
    await this.client.graphql(UPDATE, { input });
  }

  private async knownVersions(model: string): Promise<Map<string, VersionThere>> {
    const known = this.written.get(model);
    if (known !== undefined) return known;
    const found = new Map<string, VersionThere>();
    this.written.set(model, found);
    const read = (after: string | null) => this.client.graphql(VERSIONS, { model: inRef(model), after });
    for await (const { id, tags, artifact } of everyNode(async (after) => (await read(after)).model?.versions)) {
      const name = tags.find(({ key }) => key === VERSION_TAG)?.value;
      if (name !== undefined) found.set(name, { id, uri: artifact.uri });
    }
    return found;
  }
}
