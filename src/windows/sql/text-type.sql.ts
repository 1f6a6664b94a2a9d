/** What the texts of a column may all be. */
export type TextType = 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'TIMESTAMP' | 'TIMESTAMP WITH TIME ZONE';

/** From the narrowest on; that of times tells whether they have a zone. */
export const TEXT_TYPES: readonly TextType[] = ['BOOLEAN', 'BIGINT', 'DOUBLE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'];

const WHOLE = '(0|[1-9][0-9]{0,17})';
const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const CLOCK = '[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?';

/** `00123` and `+1` are no numbers: they would be written otherwise. */
const SHAPES: Readonly<Record<TextType, string>> = {
  BOOLEAN: 'true|false',
  BIGINT: `-?${WHOLE}`,
  DOUBLE: `-?(${WHOLE}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?([nN][aA][nN]|[iI]nf(inity)?)`,
  TIMESTAMP: `${DAY}([ T]${CLOCK})?`,
  'TIMESTAMP WITH TIME ZONE': `${DAY}[ T]${CLOCK}(Z|[+-][0-9]{2}(:[0-9]{2})?)`,
};

/** How a column of text is asked whether a value is of a type, and read as one. */
export function textTypeSql(type: TextType) {
  return {
    is: (column: string) =>
      `regexp_full_match(${column}, '${SHAPES[type]}') and try_cast(${column} as ${type}) is not null`,
    value: (column: string) => `${column}::${type}`,
  };
}
