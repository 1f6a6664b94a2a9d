import type { Queryable } from '../../platform/database/queryable.js';
import { badInput, type HeadwaterError } from '../../platform/errors.js';
import { didYouMean } from '../../platform/text/did-you-mean.js';
import { isFreeName } from '../names/free-name.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { mendReference } from './parse-reference.js';
import { suggestNear } from './suggest-names.js';

const GRAMMAR =
  'Write an id, or a name such as "flights", "flights@3", "flight_delay@champion" or "production/flight-delay".';

export interface Malformed {
  readonly project: string;
  readonly wanted: readonly NodeKind[];
  readonly text: string;
  /** Which part is wrong, and why. */
  readonly problem: string;
}

/** The error for a text that can be no reference: what is wrong with it, and what exists that is written almost so. */
export async function explainMalformed(
  db: Queryable,
  kinds: KindRegistry,
  { project, wanted, text, problem }: Malformed,
): Promise<HeadwaterError> {
  const mended = mendReference(text).slice(0, 130);
  // What needs quotes is easily written without them.
  const near = await suggestNear(db, kinds, { project, kinds: wanted }, [
    ...(isFreeName(text.trim()) ? [text.trim().normalize()] : []),
    mended,
  ]);
  const shown = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return badInput(`"${shown}" is not a reference: ${problem}.${didYouMean(near)} ${GRAMMAR}`, {
    found: text,
    ...(near.length > 0 && { suggestions: near }),
  });
}
