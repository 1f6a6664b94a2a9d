import { type ErrorCode, HTTP_STATUS, inShort } from '../../../platform/errors.js';

/** The classes of `feast.errors` that this door names; whatever has none of its own is a FeastError. */
export type FeastClass =
  | 'FeastError'
  | 'FeatureViewNotFoundException'
  | 'FeatureServiceNotFoundException'
  | 'PushSourceNotFoundException'
  | 'FeatureNameCollisionError'
  | 'FeastPermissionError';

/** An error that Feast's client raises under its own name. */
export class FeastError extends Error {
  constructor(
    readonly feastClass: FeastClass,
    readonly status: number,
    message: string,
  ) {
    super(inShort(message));
  }
}

export const refused = (message: string) => new FeastError('FeastError', HTTP_STATUS.BAD_USER_INPUT, message);

/** What our own codes are called there. */
export function classOf(code: ErrorCode): FeastClass {
  return code === 'FORBIDDEN' ? 'FeastPermissionError' : 'FeastError';
}
