import { HeadwaterError } from '../../platform/errors.js';

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** The error of a file system, in words where its words are for the caller. */
export function asStoreFault(error: unknown): unknown {
  if (!FULL.has(codeOf(error))) return error;
  return new HeadwaterError('UNAVAILABLE', 'The disk that holds files of runs is full; try again later.');
}

/** What a store has lost, or somebody else has changed. */
export function notAsKept(digest: string, problem: string): HeadwaterError {
  return new HeadwaterError(
    'UNAVAILABLE',
    `The content sha256:${digest} ${problem}. Whoever looks after the store (ARTIFACT_DIR or ARTIFACT_S3_BUCKET) has to bring it back.`,
    { digest: `sha256:${digest}` },
  );
}
