import { type Data, Field } from 'apache-arrow';
import { Turns } from '../../platform/turns/turns.js';
import type { DataType } from '../data-type.js';
import { columnOfCells } from './arrow-column.js';
import { ArrowStream } from './arrow-stream.js';
import { arrowTypeOf } from './arrow-type.js';

/** A batch ends with the row that takes it past so many rows, values or characters: few batches are read fastest, and none fills the memory. */
const BATCH_ROWS = 8_192;
const BATCH_VALUES = 262_144;
const BATCH_CHARACTERS = 4 * 1024 * 1024;

export interface ArrowColumn {
  readonly name: string;
  readonly type: DataType;
}

/** Rows of cells, which are JSON texts as values are stored, as an Arrow IPC stream: no faster than they are taken, one batch in memory. */
export async function* arrowOfRows(
  columns: readonly ArrowColumn[],
  rows: AsyncIterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  const stream = new ArrowStream(
    columns.map(({ name, type }) => new Field(name, arrowTypeOf(type), true, new Map([['headwater.type', type]]))),
  );
  const turns = new Turns();
  const most = Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_VALUES / columns.length)));
  let batch: (readonly string[])[] = [];
  let characters = 0;
  for await (const cells of rows) {
    batch.push(cells);
    for (const cell of cells) characters += cell.length;
    if (batch.length < most && characters < BATCH_CHARACTERS) continue;
    yield stream.batch(await columnsOf(columns, batch, turns), batch.length);
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield stream.batch(await columnsOf(columns, batch, turns), batch.length);
  yield stream.end();
}

/** The columns of a batch; others are served between them. */
async function columnsOf(
  columns: readonly ArrowColumn[],
  rows: readonly (readonly string[])[],
  turns: Turns,
): Promise<Data[]> {
  const made: Data[] = [];
  for (const [index, { type }] of columns.entries()) {
    made.push(
      columnOfCells(
        type,
        rows.map((cells) => cells[index] ?? 'null'),
      ),
    );
    if (turns.isOver) await turns.next();
  }
  return made;
}
