import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { everyNode, inRef } from '../pages.js';
import type { MlflowModelVersion } from './source.js';

const VERSIONS = graphql(`query ($model: Ref!, $after: String) {
  model(ref: $model) { versions(first: 500, after: $after) { nodes { id tags { key value } } pageInfo { hasNextPage endCursor } } } }`);
const REGISTER = graphql(`mutation ($input: RegisterModelVersionInput!) {
  registerModelVersion(input: $input) { modelVersion { id } } }`);
const ALIAS = graphql(`mutation ($input: SetAliasInput!) { setAlias(input: $input) { modelVersion { id } } }`);

/** What a version was in MLflow: it is known by it, because numbers may differ where versions were deleted there. */
const TAG = 'mlflow.version';

/** Writes versions of registered models into Headwater; one that is there stays as it is, and so do aliases that lead elsewhere by now. */
export class ModelsWriter {
  made = 0;
  known = 0;
  private readonly versions = new Map<string, Map<string, string>>();

  constructor(
    private readonly client: HeadwaterClient,
    private readonly runOf: (run: string) => string | undefined,
  ) {}

  async write({ model, version, description, source, run, aliases, stage }: MlflowModelVersion): Promise<void> {
    const known = await this.versionsOf(model);
    if (known.has(String(version))) {
      this.known++;
      return;
    }
    const { registerModelVersion } = await this.client.graphql(REGISTER, {
      input: {
        model,
        description: description ?? null,
        // MLflow keeps no digest of a model: its place stands for the bytes.
        artifact: { uri: source || `mlflow:${model}/${version}`, digest: `mlflow:${model}/${version}` },
        run: (run !== undefined && this.runOf(run)) || null,
        tags: [
          { key: TAG, value: String(version) },
          ...(stage === 'None' ? [] : [{ key: 'mlflow.stage', value: stage }]),
        ],
      },
    });
    const { id } = registerModelVersion.modelVersion;
    known.set(String(version), id);
    this.made++;
    for (const alias of aliases) await this.client.graphql(ALIAS, { input: { modelVersion: id, alias } });
  }

  private async versionsOf(model: string): Promise<Map<string, string>> {
    const known = this.versions.get(model);
    if (known !== undefined) return known;
    const found = new Map<string, string>();
    this.versions.set(model, found);
    const read = async (after: string | null) =>
      (await this.client.graphql(VERSIONS, { model: inRef(model), after })).model?.versions;
    for await (const { id, tags } of everyNode(read)) {
      const version = tags.find(({ key }) => key === TAG)?.value;
      if (version !== undefined) found.set(version, id);
    }
    return found;
  }
}
