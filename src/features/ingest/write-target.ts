import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { ChangeCache } from '../../platform/database/change-cache.js';
import type { ChangeFeed } from '../../platform/database/change-feed.js';
import type { Database } from '../../platform/database/database.js';
import { requireRows } from '../definitions/changes/dropped-rows.js';
import { type Definition, selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { FEATURE_SET_VERSION } from '../feature-kinds.js';
import type { LookupCounter } from '../lookups/online/plans/lookup-counters.js';
import type { UnpinnedUses } from '../lookups/online/plans/unpinned-uses.js';
import type { EventHorizon } from './event-horizon.js';
import { type RowEncoder, rowEncoderOf } from './rows/row-encoder.js';

/** What rows are written to: a feature set version, and how its rows are encoded. */
export interface WriteTarget {
  readonly definition: Definition;
  readonly encode: RowEncoder;
  /** Counts writes that named no version; undefined where one was named. */
  readonly unpinned: LookupCounter | undefined;
}

const CACHED_TARGETS = 1_000;
/** All of them together. */
const CACHED_FEATURES = 100_000;

/** Finds what references name as targets of writes, and remembers it until the catalog changes. */
export class WriteTargets {
  private readonly targets: ChangeCache<WriteTarget>;

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    changes: ChangeFeed,
    private readonly by: { readonly horizon: EventHorizon; readonly unpinned: UnpinnedUses },
  ) {
    this.targets = new ChangeCache(changes, {
      max: CACHED_TARGETS,
      maxSize: CACHED_FEATURES,
      sizeOf: ({ definition }) => definition.features.length,
    });
  }

  /** Throws NOT_FOUND for an unknown reference, FAILED_PRECONDITION for a version whose rows were dropped. */
  find(caller: Caller, ref: string): Promise<WriteTarget> {
    return this.targets.remember(JSON.stringify([caller.project, ref]), async () => {
      const { id, pinned } = await this.graph.references.resolve(this.database, caller.project, ref, [
        FEATURE_SET_VERSION,
      ]);
      const definition = (await selectDefinitions(this.database, [id])).get(id);
      if (definition === undefined) throw new Error(`feature set version ${id} has no definition`);
      requireRows(definition);
      const unpinned = pinned ? undefined : this.by.unpinned.of(definition.featureSetId);
      return { definition, encode: rowEncoderOf(definition, this.by.horizon), unpinned };
    });
  }
}
