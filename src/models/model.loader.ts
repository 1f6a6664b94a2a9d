import { describeSignatures } from '../features/signatures/signature.js';
import type { SignatureFeature } from '../features/signatures/signature-feature.js';
import { type EdgeRow, selectEdgesInto } from '../graph/edges/edge.sql.js';
import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { BatchLoad } from '../graph/graphql/graphql-context.js';
import type { PageRequest } from '../platform/database/keyset.js';
import type { Queryable } from '../platform/database/queryable.js';
import {
  type AliasRow,
  selectAliasAt,
  selectAliasesOfModels,
  selectAliasesOfVersions,
  selectAliasesOfVersionsAt,
  selectAliasHistory,
} from './aliases/model-alias.sql.js';

/** Batches of what resolvers ask about models and their versions. */
export class ModelLoader {
  constructor(private readonly db: Queryable) {}

  /** Batch: the signature of each model version, in its order. */
  readonly signatures: BatchLoad<string, SignatureFeature[]> = async (ids) => {
    const signatures = await describeSignatures(this.db, ids);
    return ids.map((id) => signatures.get(id) ?? []);
  };

  /** Batch: the run that made each model version, or null. */
  readonly runs: BatchLoad<string, string | null> = async (ids) => {
    const runs = await this.sources(ids, EdgeKind.OUTPUT);
    return runs.map(([first]) => first ?? null);
  };

  /** Batch: the dataset versions that each model version was trained on. */
  readonly trainedOn: BatchLoad<string, string[]> = (ids) => this.sources(ids, EdgeKind.TRAINED_ON);

  /** Batch: the versions that each model version was made from. */
  readonly derivedFrom: BatchLoad<string, string[]> = (ids) => this.sources(ids, EdgeKind.DERIVED_FROM);

  /** Batch: the feature service version that each model version has its signature from, or null. */
  readonly services: BatchLoad<string, string | null> = async (ids) => {
    const sources = await this.sources(ids, EdgeKind.DERIVED_FROM, givesSignature);
    return sources.map(([first]) => first ?? null);
  };

  /** Batch: the current aliases of each model version, by name. */
  readonly aliasesOfVersions: BatchLoad<string, AliasRow[]> = async (ids) =>
    groups(ids, await selectAliasesOfVersions(this.db, ids), (row) => row.modelVersionId);

  /** Batch: the aliases that each model version had at a time, by name. */
  aliasesOfVersionsAt(asOf: string): BatchLoad<string, AliasRow[]> {
    return async (ids) => groups(ids, await selectAliasesOfVersionsAt(this.db, ids, asOf), (row) => row.modelVersionId);
  }

  /** Batch: the current aliases of each model, by name. */
  readonly aliasesOfModels: BatchLoad<string, AliasRow[]> = async (ids) =>
    groups(ids, await selectAliasesOfModels(this.db, ids), (row) => row.modelId);

  /** Batch: where one alias of each model pointed at a time, or null. */
  aliasAt(alias: string, asOf: string): BatchLoad<string, AliasRow | null> {
    return async (ids) => {
      const rows = groups(ids, await selectAliasAt(this.db, ids, alias, asOf), (row) => row.modelId);
      return rows.map(([only]) => only ?? null);
    };
  }

  /** Batch: the last stays of the aliases of each model (of one alias, if not null), one more than the page holds. */
  aliasHistory(alias: string | null, page: PageRequest): BatchLoad<string, AliasRow[]> {
    return async (ids) => groups(ids, await selectAliasHistory(this.db, ids, alias, page), (row) => row.modelId);
  }

  private async sources(
    ids: readonly string[],
    kind: EdgeKind,
    isMeant: (edge: EdgeRow) => boolean = (edge) => !givesSignature(edge),
  ): Promise<string[][]> {
    const edges = groups(ids, await selectEdgesInto(this.db, ids, kind), (edge) => edge.dst);
    return edges.map((group) => group.filter(isMeant).map((edge) => edge.src));
  }
}

/** Of a DERIVED_FROM edge: whether it comes from the feature service that the signature was taken from. */
function givesSignature({ attributes }: EdgeRow): boolean {
  return attributes.signature === true;
}

/** The rows of each key, in the order of the keys. */
function groups<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const byKey = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(keyOf(row))?.push(row);
  return keys.map((key) => byKey.get(key) ?? []);
}
