import { HeadwaterError } from '../../../platform/errors.js';

/** A row that its feature set leaves out and counts, while the others are written. */
export class LeftOutRow extends HeadwaterError {
  constructor({ code, message, details }: HeadwaterError) {
    super(code, message, details);
  }
}
