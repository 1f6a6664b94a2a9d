import { ModelSeed } from '../model-seed.js';

export const REMOVE_ALIAS = `
  mutation Remove($model: Ref!, $alias: String!) {
    removeAlias(input: { model: $model, alias: $alias }) { changed previous { label } }
  }`;

const HISTORY = `
  query History($name: String!, $alias: String, $first: Int, $after: String) {
    model(name: $name) {
      aliasHistory(alias: $alias, first: $first, after: $after) {
        nodes { alias modelVersion { label } validFrom validTo setBy endedBy }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`;

/** How long an alias pointed at a version. */
interface Stay {
  readonly alias: string;
  readonly modelVersion: { readonly label: string };
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly setBy: string;
  readonly endedBy: string | null;
}

interface StayPage {
  readonly nodes: readonly Stay[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** Models with versions and aliases, and where these pointed. */
export class AliasSeed extends ModelSeed {
  async twoVersions(model: string): Promise<void> {
    await this.modelVersion(model);
    await this.modelVersion(model);
  }

  async historyPage(name: string, list: Readonly<Record<string, unknown>> = {}): Promise<StayPage> {
    const answer = await this.app.graphql<{ model: { aliasHistory: StayPage } }>(HISTORY, { name, ...list });
    return answer.model.aliasHistory;
  }

  async history(name: string, list: Readonly<Record<string, unknown>> = {}): Promise<readonly Stay[]> {
    return (await this.historyPage(name, list)).nodes;
  }

  /** Where an alias pointed at a time. */
  async aliasAt(model: string, alias: string, asOf: string | null): Promise<string | null> {
    const answer = await this.app.graphql<{ model: { alias: { modelVersion: { label: string } } | null } }>(
      `query ($model: String!, $alias: String!, $asOf: DateTime) {
         model(name: $model) { alias(name: $alias, asOf: $asOf) { modelVersion { label } } } }`,
      { model, alias, asOf },
    );
    return answer.model.alias?.modelVersion.label ?? null;
  }

  async labelOf(ref: string): Promise<string | null> {
    const answer = await this.app.graphql<{ modelVersion: { label: string } | null }>(
      'query ($ref: Ref!) { modelVersion(ref: $ref) { label } }',
      { ref },
    );
    return answer.modelVersion?.label ?? null;
  }
}
