import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { elsewhere, isElsewhere, type VersionThere } from '../elsewhere.js';
import { everyNode, inRef } from '../pages.js';
import { cut, freeName } from '../reading/names.js';
import { Report } from '../reading/report.js';
import type { MlflowModelVersion } from './source.js';

const VERSIONS = graphql(`query ($model: Ref!, $after: String) {
  model(ref: $model) { versions(first: 500, after: $after) { nodes { id artifact { uri } tags { key value } } pageInfo { hasNextPage endCursor } } } }`);
const REGISTER = graphql(`mutation ($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { created modelVersion { id } } }`);
const ALIASES = graphql('query ($model: Ref!) { model(ref: $model) { aliases { alias } } }');
const ALIAS = graphql(`mutation ($input: SetAliasInput!) { setAlias(input: $input) { modelVersion { id } } }`);

/** What a version was in MLflow: it is known by it, because numbers may differ where versions were deleted there. */
const TAG = 'mlflow.version';

/** Writes versions of registered models into Headwater; one that is there stays as it is, and so do aliases that lead elsewhere by now. */
export class ModelsWriter {
  made = 0;
  known = 0;
  readonly report = new Report();
  private readonly versions = new Map<string, Map<string, VersionThere>>();

  constructor(
    private readonly client: HeadwaterClient,
    private readonly runOf: (run: string) => string | undefined,
  ) {}

  async write({ model: called, version, description, source, run, aliases, stage }: MlflowModelVersion): Promise<void> {
    const model = freeName(called, called, this.report);
    const known = await this.versionsOf(model);
    // MLflow keeps no digest of a model: its place stands for the bytes.
    const uri = source || `mlflow:${model}/${version}`;
    const there = known.get(String(version));
    if (there !== undefined && isElsewhere(there.uri, uri)) {
      this.report.skip(`model ${model}, version ${version}`, elsewhere(there.uri));
      return;
    }
    if (there !== undefined) {
      this.known++;
      return this.setAliases(model, there.id, aliases);
    }
    const { registerModelVersion } = await this.client.graphql(REGISTER, {
      input: {
        model,
        origin: `mlflow:${version}`,
        description: cut(description, 20_000),
        artifact: { uri, digest: `mlflow:${model}/${version}` },
        run: (run !== undefined && this.runOf(run)) || null,
        tags: [
          { key: TAG, value: String(version) },
          ...(stage === 'None' ? [] : [{ key: 'mlflow.stage', value: stage }]),
        ],
      },
    });
    const { created, modelVersion } = registerModelVersion;
    const { id } = modelVersion;
    known.set(String(version), { id, uri });
    this[created ? 'made' : 'known']++;
    await this.setAliases(model, id, aliases);
  }

  /** Those that lead nowhere here: an import before may have broken off between a version and its aliases. */
  private async setAliases(model: string, modelVersion: string, aliases: readonly string[]): Promise<void> {
    if (aliases.length === 0) return;
    const { model: found } = await this.client.graphql(ALIASES, { model: inRef(model) });
    for (const alias of aliases)
      if (found?.aliases.every((other) => other.alias !== alias.toLowerCase()))
        await this.client.graphql(ALIAS, { input: { modelVersion, alias: alias.toLowerCase() } });
  }

  private async versionsOf(model: string): Promise<Map<string, VersionThere>> {
    const known = this.versions.get(model);
    if (known !== undefined) return known;
    const found = new Map<string, VersionThere>();
    this.versions.set(model, found);
    const read = async (after: string | null) =>
      (await this.client.graphql(VERSIONS, { model: inRef(model), after })).model?.versions;
    for await (const { id, tags, artifact } of everyNode(read)) {
      const version = tags.find(({ key }) => key === TAG)?.value;
      if (version !== undefined) found.set(version, { id, uri: artifact.uri });
    }
    return found;
  }
}
