import type { Readable } from 'node:stream';

/** Bytes that have come in whole, and lie in a file of their own. */
export interface ReceivedContent {
  readonly path: string;
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string;
  readonly size: number;
}

/** A part of a content, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where contents lie, each under its digest: the same bytes once, whoever has them, and never others under that name. */
export interface ContentStore {
  /** Keeps a content for good; the file that it came in is taken, or removed. Keeping one that is there already is no harm. */
  keep(content: ReceivedContent): Promise<void>;
  /** Reads a content of this size, or a part of it. Throws UNAVAILABLE where it is not as it was kept. */
  read(digest: string, size: number, range?: ByteRange): Promise<Readable>;
  /** Removes a content, if it is there. */
  remove(digest: string): Promise<void>;
  /** Removes what uploads have left that broke off before a moment; where there is much of it, the rest the next time. */
  tidy(before: Date, signal: AbortSignal): Promise<void>;
}
