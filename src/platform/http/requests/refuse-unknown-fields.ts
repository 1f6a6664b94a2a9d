import { badInput } from '../../errors.js';
import { didYouMean, nearNames } from '../../text/did-you-mean.js';

/** Throws BAD_USER_INPUT for a field of a JSON body that is none of those it takes: a misspelt one would else count as left out. */
export function refuseUnknownFields(body: object, known: readonly string[]): void {
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const field = unknown.slice(0, 80);
  throw badInput(
    `The body has ${JSON.stringify(field)}, which is unknown.${didYouMean(nearNames(unknown, known))} It takes ${known.join(', ')}.`,
    { field, found: field, expected: known },
  );
}
