import type { ClientBase } from 'pg';
import type { AnswerBudget } from '../../../platform/memory/answer-budget.js';
import { historyTable } from '../../definitions/storage/storage.sql.js';
import { textWithinBudget } from '../online/answers/text-within-budget.js';

/** One row of history as PostgreSQL wrote it, all text. `asked` is the number of the question, from 1. */
export type HistoryRow = readonly [asked: string, key: string, values: string, eventTime: string, ingestTime: string];

/** What is asked of one feature set version: key, moment and what was known, one per spine row. */
export interface HistoryQuestion {
  readonly storage: number;
  readonly keys: readonly string[];
  readonly times: readonly string[];
  /** `infinity`: all that is known now. */
  readonly knownAt: readonly string[];
}

/*   history of one key        e₁      e₂   e₂'     e₃            e₂' corrects e₂: same event, later ingest
 *   spine row                               t▲                 ⇒ e₂', unless it was not known at knownAt: then e₂
 *   No window on the left: a row that has expired is found, so that it can be told from no row at all.  */
function statementOf(storage: number) {
  return {
    name: `history_${storage}`,
    text: `select s.number, s.key, h."values", h.event_time, h.ingest_time
      from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) with ordinality as s (key, t, known_at, number)
      cross join lateral (
        select "values", event_time, ingest_time from ${historyTable(storage)} h
        where h.key = s.key and h.event_time <= s.t and h.ingest_time <= s.known_at
        order by h.event_time desc, h.ingest_time desc limit 1
      ) h`,
  };
}

/** For each spine row the last word on the newest event up to its time, of what was known then. Throws TOO_COMPLEX for more than one answer may hold. Index: primary key. */
export async function selectHistoryRows(
  client: ClientBase,
  question: HistoryQuestion,
  budget: AnswerBudget,
): Promise<HistoryRow[]> {
  return textWithinBudget(budget, async (types) => {
    const result = await client.query<HistoryRow & unknown[]>({
      ...statementOf(question.storage),
      values: [question.keys, question.times, question.knownAt],
      rowMode: 'array',
      types,
    });
    return result.rows;
  });
}
