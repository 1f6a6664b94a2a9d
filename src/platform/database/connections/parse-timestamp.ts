import pg from 'pg';

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (text: string) => Date | number;

/**
 * A `timestamptz` as a session in UTC writes it, cut to milliseconds. What `pg` brings for it reads any style by an expression, which was a fifth of what a page
 * of a hundred runs took. Years beyond 9999, before Christ and infinity are left to that.
 */
export function parseTimestamp(text: string): Date | number {
  if (text.charAt(10) !== ' ' || !text.endsWith('+00')) return parseAny(text);
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
