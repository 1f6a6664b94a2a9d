import { badInput } from '../../platform/errors.js';
import { formatName, ID_SHAPE } from '../names/format-ref.js';
import { isFreeName } from '../names/free-name.js';

/** Options of the argument that says which one is asked for. */
export const REF = {
  nullable: true,
  description: 'Its name or id; needed unless the deprecated name is given.',
} as const;
/** The same under the name that it had before. */
export const NAME = {
  nullable: true,
  description: 'Its name (without quotes, whatever is in it) or id, instead of ref.',
  deprecationReason: 'Use ref, as everywhere.',
} as const;

/** A reference to what has this name. What begins with a quotation mark has been written as one already. */
function refOfName(name: string): string {
  return name.startsWith('"') || ID_SHAPE.test(name) || !isFreeName(name) ? name : formatName(name);
}

/** The one that is given. Throws BAD_USER_INPUT unless exactly one is. */
export function refOf(query: string, ref: string | null | undefined, name: string | null | undefined): string {
  const [given, other] = [ref, name].filter((argument) => argument != null);
  if (given != null && other === undefined) return given === ref ? given : refOfName(given);
  const found = given == null ? 'it has neither' : 'it has both';
  throw badInput(`${query} takes ref, or name (which is deprecated), and exactly one of them; ${found}.`, {
    field: 'ref',
  });
}
