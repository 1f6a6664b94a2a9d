import type { Reader } from '../../../platform/database/replica/reader.js';
import type { AnswerBudget } from '../../../platform/memory/answer-budget.js';
import { now } from '../../../platform/time/instant.js';
import type { FairPlaces } from '../../../platform/turns/fair-places.js';
import { Turns } from '../../../platform/turns/turns.js';
import { countEntityKeys, type EntityKey, readEntityKeys } from '../../../values/entity-keys.js';
import { readHistory } from '../history/read-history.js';
import { FeatureTableText } from './answers/feature-table.js';
import type { FoundFeatures } from './answers/found-features.js';
import type { Asker, LargeAnswers } from './answers/large-answers.js';
import { needsTimes } from './answers/matrix.js';
import { ExpiredPolicy, type LookupOptions, type ReadingTime } from './lookup-enums.js';
import type { StoredRow } from './online.sql.js';
import { goesAlone, MAX_SHARED_KEYS, OnlineReader } from './online-reader.js';
import {
  byTable,
  countAnswered,
  demandValues,
  encodeKeys,
  type LookupPlan,
  type ReadingAsker,
} from './plans/lookup-plan.js';
import type { RequestInputs } from './plans/request-inputs.js';

/** What is asked of which entities, by whom. */
export interface LookupQuestion {
  readonly plan: LookupPlan;
  readonly entities: unknown;
  readonly options: LookupOptions;
  readonly at: ReadingTime;
  readonly asker: ReadingAsker;
}

/** Answers lookups. */
export class Lookups {
  private readonly online: OnlineReader;

  constructor(
    private readonly reader: Reader,
    private readonly largeAnswers: LargeAnswers,
    alone: FairPlaces,
  ) {
    this.online = new OnlineReader(reader, alone);
  }

  /** Reads features for some entities: what is online now, or from history where a reading time is given. */
  lookUp(
    plan: LookupPlan,
    entities: unknown,
    options: LookupOptions,
    at: ReadingTime,
    asker: ReadingAsker,
  ): Promise<FeatureTableText> {
    return this.answer({ plan, entities, options, at, asker }, async (found) => {
      const table = new FeatureTableText(found);
      await table.writeAhead();
      return table;
    });
  }

  /** The same, in whatever form `write` gives it: what is found is forgotten afterwards. */
  async answer<T>(
    { plan, entities, options, at, asker }: LookupQuestion,
    write: (found: FoundFeatures) => Promise<T>,
  ): Promise<T> {
    demandValues(plan, asker);
    const [columns, sets] = [plan.columns.length, plan.sets.length];
    asker.budget.expect(countEntityKeys(entities) * columns);
    const keys = readEntityKeys(entities, plan.joinKeys);
    const size = { what: 'entities', rows: keys.length, columns, sets, matrices: options.matrices };
    return this.largeAnswers.make(size, asker, async () => {
      const written = await write(await this.find(plan, keys, options, at, asker));
      countAnswered(plan, at.asOf == null);
      return written;
    });
  }

  private async find(
    plan: LookupPlan,
    keys: readonly EntityKey[],
    options: LookupOptions,
    at: ReadingTime,
    asker: Asker,
  ): Promise<FoundFeatures> {
    const { budget } = asker;
    if (at.asOf == null && at.knownAt == null) {
      const turns = keys.length > MAX_SHARED_KEYS ? new Turns() : undefined;
      const keysPerSet: string[][] = [];
      for (const set of plan.sets) {
        keysPerSet.push(encodeKeys(set, keys, 'entities'));
        if (turns?.isOver) await turns.next();
      }
      if (keys.length === 0) {
        const time = now();
        const rows = keysPerSet.map(() => []);
        return { plan, entityKeys: keys, rows, readAt: time, options, freshAt: time, budget };
      }
      const timed = needsTimes(options.matrices) || options.onExpired === ExpiredPolicy.NULL;
      const statement = timed ? plan.statement : plan.valuesStatement;
      const keysPerTable = byTable(plan, keysPerSet);
      const { rows, freshAt } = await this.online.read(statement, keysPerTable, asker);
      // Rows come in any order and once per key; answers stand in the order asked, duplicates included.
      const arranged: (StoredRow | undefined)[][] = [];
      for (const [set, own] of keysPerSet.entries()) {
        const found = rows[plan.sets[set]?.table ?? 0];
        arranged.push(own.map((key) => found?.get(key)));
        if (turns?.isOver) await turns.next();
      }
      if (!goesAlone(keysPerTable))
        for (const own of arranged) for (const row of own) budget.takeRead(row?.[1].length ?? 0);
      if (plan.inputs !== undefined) arranged.push(await this.passThrough(plan.inputs, keys, budget));
      return { plan, entityKeys: keys, rows: arranged, readAt: now(), options, freshAt, budget };
    }
    // What may be known restricts ingest times only: an event that lies ahead counts, as it does online.
    const moment = at.asOf ?? 'infinity';
    const { rows, freshAt } = await readHistory(
      this.reader,
      plan,
      keys,
      keys.map(() => moment),
      keys.map(() => at.knownAt ?? 'infinity'),
      asker,
    );
    if (plan.inputs !== undefined) rows.push(await this.passThrough(plan.inputs, keys, budget));
    return { plan, entityKeys: keys, rows, readAt: at.asOf ?? now(), options, freshAt, budget };
  }

  /** What comes with the request, as if it had been read. */
  private async passThrough(
    inputs: RequestInputs,
    keys: readonly EntityKey[],
    budget: AnswerBudget,
  ): Promise<StoredRow[]> {
    const rows = await inputs.rowsOf(keys);
    for (const row of rows) budget.takeRead(row[1].length);
    return rows;
  }
}
