import type { Caller } from '../../../../graph/nodes/caller.js';
import { describeTombstone, tombstoneDetails } from '../../../../graph/nodes/lifecycle/tombstone.js';
import { selectTombstones } from '../../../../graph/nodes/lifecycle/tombstone.sql.js';
import { ChangeCache } from '../../../../platform/database/change-cache.js';
import type { ChangeFeed } from '../../../../platform/database/change-feed.js';
import type { Database } from '../../../../platform/database/database.js';
import type { Queryable } from '../../../../platform/database/queryable.js';
import { badInput, failedPrecondition } from '../../../../platform/errors.js';
import {
  type FeatureReferences,
  featureFinder,
  type ResolvedFeature,
} from '../../../definitions/references/feature-references.js';
import { type Definition, selectDefinitions } from '../../../definitions/references/feature-references.sql.js';
import type { FeatureRequest } from '../../../definitions/references/feature-request.js';
import { keyColumnsOf } from '../../../definitions/references/key-columns.js';
import { selectSensitiveAmong } from '../../../definitions/sensitive/sensitive.sql.js';
import type { ServedTraffic } from '../traffic/served-traffic.js';
import type { LookupPlan, PlannedReader } from './lookup-plan.js';
import { isFeature, type PlannedColumn, planLookup } from './plan-lookup.js';
import type { RequestInput } from './request-inputs.js';
import type { UnpinnedUses } from './unpinned-uses.js';

const CACHED_PLANS = 5_000;
/** All of them together; a plan may have 5,000. A set, once for each role, takes as much memory as several columns. */
const CACHED_COLUMNS = 250_000;
const COLUMNS_PER_SET = 4;

/** A feature as a signature pins it. */
export interface PinnedFeature {
  readonly featureSetVersionId: string;
  readonly name: string;
  readonly role: string | null;
}

/** A place of a signature. */
export type PinnedColumn = PinnedFeature | RequestInput;

/** Whose list of features is read. */
export type SignatureReader = { readonly modelVersion: PlannedReader } | { readonly service: PlannedReader };

/** Makes lookup plans, and remembers them until the catalog changes: a lookup then costs its one statement. */
export class LookupPlanner {
  private readonly plans: ChangeCache<LookupPlan>;

  constructor(
    private readonly database: Database,
    private readonly references: FeatureReferences,
    private readonly counting: { readonly unpinned: UnpinnedUses; readonly traffic: ServedTraffic },
    changes: ChangeFeed,
  ) {
    this.plans = new ChangeCache(changes, {
      max: CACHED_PLANS,
      maxSize: CACHED_COLUMNS,
      sizeOf: ({ columns, sets }) => columns.length + COLUMNS_PER_SET * sets.length,
    });
  }

  /** The plan under `key` (which must say all that decides it, as JSON: a name may hold anything), made by `make` if none is remembered. */
  remember(key: string, make: () => Promise<LookupPlan>): Promise<LookupPlan> {
    return this.plans.remember(key, make);
  }

  /** A plan for feature references. */
  async forFeatures(caller: Caller, features: readonly FeatureRequest[]): Promise<LookupPlan> {
    caller.demand('feature:read');
    if (features.length === 0)
      throw badInput('features is empty; name at least one, such as "airport_traffic:*".', { field: 'features' });
    return this.remember(JSON.stringify(['features', caller.project, features]), async () => {
      const { features: columns, unpinned } = await this.references.resolve(this.database, caller, features);
      const ids = columns.map((column) => column.featureSetVersionId);
      const definitions = await selectDefinitions(this.database, ids);
      const sensitive = await this.anySensitive(ids);
      return planLookup(columns, definitions, {
        counters: unpinned.map((id) => this.counting.unpinned.of(id)),
        traffic: [...new Set(ids)].map((id) => this.counting.traffic.of(id)),
        sensitive,
      });
    });
  }

  /**
   * A plan for what a signature pins and takes from the request; an entity may have what `beside` reads too, and that is ignored. Throws
   * FAILED_PRECONDITION if a pinned version is not served any more.
   */
  async forSignature(
    reader: SignatureReader,
    signature: readonly PinnedColumn[],
    beside: readonly PinnedColumn[],
  ): Promise<LookupPlan> {
    if (signature.length === 0) {
      throw failedPrecondition(
        `${nameOf(reader)} was registered without a signature, so there are no features to look up.`,
      );
    }
    const { columns, definitions } = await this.resolve(this.database, reader, signature, beside);
    const sensitive = await this.anySensitive(signature.filter(isPinned).map(versionOf));
    const traffic = [this.counting.traffic.of(readerOf(reader).id)];
    return planLookup(columns, definitions, { ...reader, traffic, ignored: columnsOf(beside, definitions), sensitive });
  }

  /** What a list pins, for joins. Throws FAILED_PRECONDITION if a pinned version is not served any more. */
  async featuresOf(
    db: Queryable,
    reader: SignatureReader,
    signature: readonly PinnedFeature[],
  ): Promise<ResolvedFeature[]> {
    return (await this.resolve(db, reader, signature, [])).columns.filter(isFeature);
  }

  private async anySensitive(ids: readonly string[]): Promise<boolean> {
    return (await selectSensitiveAmong(this.database, ids)).size > 0;
  }

  private async resolve(
    db: Queryable,
    reader: SignatureReader,
    signature: readonly PinnedColumn[],
    beside: readonly PinnedColumn[],
  ): Promise<{ columns: PlannedColumn[]; definitions: ReadonlyMap<string, Definition> }> {
    const definitions = await selectDefinitions(db, [...signature, ...beside].filter(isPinned).map(versionOf));
    for (const id of signature.filter(isPinned).map(versionOf)) {
      const definition = definitions.get(id);
      if (definition?.deleted) throw await notServed(db, reader, definition);
    }
    const find = featureFinder();
    const columns = signature.map((column) => {
      if (!isPinned(column)) return column;
      const { name, role } = column;
      return find(definitionOf(definitions, column), name, { role, keys: null });
    });
    return { columns, definitions };
  }
}

function readerOf(reader: SignatureReader): PlannedReader {
  return 'service' in reader ? reader.service : reader.modelVersion;
}

function nameOf(reader: SignatureReader): string {
  return readerOf(reader).label;
}

async function notServed(db: Queryable, reader: SignatureReader, { id, label }: Definition): Promise<Error> {
  const [tombstone] = await selectTombstones(db, [id]);
  const why = tombstone === undefined ? `${label} was deleted` : describeTombstone(tombstone);
  const message = `${nameOf(reader)} reads ${label}, and its features are not served any more: ${why}.`;
  const who = 'service' in reader ? { featureServiceVersion: nameOf(reader) } : { modelVersion: nameOf(reader) };
  return failedPrecondition(message, {
    ...who,
    featureSetVersion: label,
    ...(tombstone && tombstoneDetails(tombstone)),
  });
}

function isPinned(column: PinnedColumn): column is PinnedFeature {
  return 'featureSetVersionId' in column;
}

function versionOf({ featureSetVersionId }: PinnedFeature): string {
  return featureSetVersionId;
}

function definitionOf(
  definitions: ReadonlyMap<string, Definition>,
  { featureSetVersionId }: PinnedFeature,
): Definition {
  const definition = definitions.get(featureSetVersionId);
  if (definition === undefined) throw new Error(`feature set version ${featureSetVersionId} has no definition`);
  return definition;
}

/** The columns that are read for a signature, each once. */
function columnsOf(
  signature: readonly PinnedColumn[],
  definitions: ReadonlyMap<string, Definition>,
): ReadonlySet<string> {
  return new Set(
    signature.flatMap((column) =>
      isPinned(column)
        ? keyColumnsOf(definitionOf(definitions, column), { role: column.role, keys: null })
        : [column.name],
    ),
  );
}
