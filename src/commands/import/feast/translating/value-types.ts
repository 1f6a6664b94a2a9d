/** What becomes of a type of Feast: the type here, or why there is none. */
export type TakenType = { readonly type: string; readonly note?: string } | { readonly skipped: string };

const TEXT_NOTE = 'as text';

/** By the numbers of Feast's value types. */
const TYPES: Readonly<Record<number, TakenType>> = {
  1: { type: 'BYTES' },
  2: { type: 'STRING' },
  3: { type: 'INT64' },
  4: { type: 'INT64' },
  5: { type: 'FLOAT64' },
  6: { type: 'FLOAT64' },
  7: { type: 'BOOL' },
  8: { type: 'TIMESTAMP' },
  19: { skipped: 'its type is NULL' },
  20: { type: 'JSON' },
  21: { type: 'JSON' },
  32: { type: 'STRING', note: 'JSON as its text' },
  33: { type: 'STRING_LIST', note: 'JSON as its text' },
  34: { type: 'JSON' },
  35: { type: 'JSON' },
  36: { type: 'STRING', note: TEXT_NOTE },
  37: { type: 'STRING', note: TEXT_NOTE },
  38: { type: 'STRING_LIST', note: TEXT_NOTE },
  39: { type: 'STRING_LIST', note: TEXT_NOTE },
  40: { type: 'STRING_LIST', note: 'the set as a list of texts' },
  41: { type: 'STRING_LIST', note: 'the set as a list of texts' },
  42: { type: 'JSON' },
  43: { type: 'JSON', note: 'the set as a list' },
  44: { type: 'STRING', note: TEXT_NOTE },
  45: { type: 'STRING_LIST', note: TEXT_NOTE },
  46: { type: 'STRING_LIST', note: 'the set as a list of texts' },
  47: { skipped: 'maps with keys that are no texts (SCALAR_MAP) have no type here, and Feast serves none over HTTP' },
  48: { skipped: 'a time with its zone (ZONED_TIMESTAMP) has no type here; TIMESTAMP would lose the zone' },
};
/** Lists and sets of the first eight have the same numbers, so much higher. */
const LISTS = 10;
const SETS = 21;

export function typeOf(feastType: number): TakenType {
  const own = TYPES[feastType];
  if (own !== undefined) return own;
  const element = TYPES[feastType - LISTS] ?? undefined;
  if (feastType > LISTS && feastType <= LISTS + 8 && element !== undefined && 'type' in element)
    return { type: `${element.type}_LIST` };
  const member = TYPES[feastType - SETS];
  if (feastType > SETS && feastType <= SETS + 8 && member !== undefined && 'type' in member)
    return { type: `${member.type}_LIST`, note: 'the set as a list' };
  return { skipped: `its type has the number ${feastType}, which is none that Headwater knows` };
}

const KEY_TYPES = new Set(['STRING', 'INT64', 'BOOL', 'TIMESTAMP', 'BYTES']);

export function keyTypeOf(feastType: number): TakenType {
  const taken = typeOf(feastType);
  if ('skipped' in taken || KEY_TYPES.has(taken.type)) return taken;
  return { skipped: `a join key of type ${taken.type} has no one text per value` };
}
