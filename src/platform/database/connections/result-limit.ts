import pg, { type CustomTypesConfig } from 'pg';
import { HeadwaterError } from '../../errors.js';
import { parseTimestamp } from './parse-timestamp.js';

/** Characters of one statement's rows. */
const MOST = 64 * 1024 * 1024;

/** Bounds what one statement brings into memory: a page of rows is bounded in rows, of which each may hold a megabyte. */
export class ResultLimit {
  private read = 0;

  /** Parses what `pg` does, and counts it while it comes. The rest of rows that are too many is thrown away as it comes. */
  readonly types: CustomTypesConfig = {
    getTypeParser: (type: number, format?: 'text' | 'binary') => {
      const parse =
        type === pg.types.builtins.TIMESTAMPTZ && format !== 'binary'
          ? parseTimestamp
          : (pg.types.getTypeParser(type, format as 'text') as (value: string) => unknown);
      return (value: string) => {
        this.take(value.length);
        return parse(value);
      };
    },
  };

  /** `isOn`: what reads a file or builds one does so by and by, whatever its length. */
  constructor(private readonly isOn: () => boolean) {}

  begin(): void {
    this.read = 0;
  }

  private take(characters: number): void {
    this.read += characters;
    if (this.read <= MOST || !this.isOn()) return;
    throw new HeadwaterError(
      'TOO_COMPLEX',
      `What is asked for is made of more than ${MOST} characters of the database at once; ask for fewer rows at a time.`,
      { expected: MOST },
    );
  }
}
