import { stat } from 'node:fs/promises';
import { Turns } from '../../../platform/turns/turns.js';
import { type Event, readEvent } from './event.js';
import { DamagedFile, readRecords } from './event-file.js';
import type { LoggedRun } from './find-runs.js';

/** Reads the events of a run, one file after the other, and goes on where it stopped when they have grown. */
export class LogReader {
  private offsets = new Map<string, number>();
  private kept: ReadonlyMap<string, number> = new Map();
  private readonly plugins = new Map<string, string>();

  /** What has come since the last time. Throws DamagedFile. */
  async *read({ files }: LoggedRun): AsyncGenerator<Event> {
    const turns = new Turns();
    for (const file of files) {
      for await (const { bytes, next } of readRecords(file, this.offsets.get(file))) {
        const event = this.eventOf(file, bytes);
        this.offsets.set(file, next);
        yield event;
        if (turns.isOver) await turns.next();
      }
    }
  }

  /** Remembers how far it has read. */
  keep(): void {
    this.kept = new Map(this.offsets);
  }

  /** Reads again what was read since `keep`. */
  goBack(): void {
    this.offsets = new Map(this.kept);
  }

  /** Bytes of the files that have been read. */
  get bytesRead(): number {
    return [...this.offsets.values()].reduce((sum, offset) => sum + offset, 0);
  }

  /** Where a file goes on in the middle of a record: it is still being written, or was cut off. */
  async unfinished({ files }: LoggedRun): Promise<string | undefined> {
    for (const file of files) {
      const offset = this.offsets.get(file) ?? 0;
      if ((await stat(file)).size > offset)
        return `${file} ends in the middle of a record, which begins at byte ${offset.toLocaleString('en')}.`;
    }
    return undefined;
  }

  private eventOf(file: string, bytes: Uint8Array): Event {
    try {
      return readEvent(bytes, this.plugins);
    } catch (error) {
      throw new DamagedFile(
        file,
        this.offsets.get(file) ?? 0,
        `the record holds no event (${(error as Error).message}).`,
      );
    }
  }
}
