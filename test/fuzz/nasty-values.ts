import type { Draw } from './draw.js';

/** Stands in JSON for text that JSON.stringify would not write, such as 1e400; see toJson. */
class Raw {
  constructor(readonly text: string) {}
}

const TEXTS = [
  '',
  ' ',
  'null',
  'NaN',
  'Infinity',
  '-0',
  '\u0000',
  'a\u0000b',
  '\u000142\u0001',
  '\ud800',
  'x\udfff',
  '\ufeff',
  '\u202e\u2066',
  'é',
  'e\u0301',
  '👩‍👩‍👧‍👦',
  "'; drop table node; --",
  '\\',
  '\\N',
  '\\.',
  '"',
  '$\u007bjndi:ldap://x}',
  '../../etc/passwd',
  '%00',
  '__proto__',
  'constructor',
  'toJSON',
  'then',
  '{}',
  '[]',
  '{"a":1}',
  'flights@',
  '@1',
  'flights@99999999999999999999',
  'flights@-1',
  'flights:delay',
  'production/',
  '"quoted"@1',
  '"never closed',
  '"a""b"@1:"c/d"',
  '""',
  '"'.repeat(2_000),
  '@:/'.repeat(600),
  'flights@1:*',
  'flights@1:"delay"',
  '生产',
  '..',
  '%2F',
  '\u2028',
  "UTF-8''%",
  'a'.repeat(300),
  'ß'.repeat(70_000),
] as const;

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 53 + 2,
  0.1,
  5e-324,
  1.7976931348623157e308,
  new Raw('1e400'),
  new Raw('-1e400'),
  new Raw('9007199254740993'),
  new Raw('9223372036854775807'),
  new Raw('9223372036854775808'),
  new Raw('100000000000000000000'),
  new Raw('9007199254740992.0'),
  new Raw('1.0'),
  new Raw('1E2'),
  new Raw(`1${'0'.repeat(400)}`),
  new Raw(`0.${'1'.repeat(400)}`),
] as const;

const TIMES = [
  '2026-01-01T00:00:00Z',
  '2001-01-01T00:00:00.123456Z',
  '2001-01-01T00:00:00.123456789Z',
  '0001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '10000-01-01T00:00:00Z',
  '-0001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-06-30T23:59:60Z',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00+0100',
  '2026-01-01T00:00:00+01:00',
  '2026-01-01T00:00:00-00:00',
  '2026-01-01',
  '2026-01-01t00:00:00z',
  '99999-01-01T00:00:00Z',
  'infinity',
  '1',
] as const;

/** Text that has broken programs before, or any other. */
export function nastyText(draw: Draw): string {
  return draw.percent(60) ? draw.oneOf(TEXTS) : draw.text(20);
}

export function nastyNumber(draw: Draw): unknown {
  return draw.percent(70) ? draw.oneOf(NUMBERS) : draw.integer(-1_000_000, 1_000_000) / draw.oneOf([1, 7, 1_000]);
}

export function nastyTime(draw: Draw): unknown {
  return draw.percent(90) ? draw.oneOf(TIMES) : nastyJson(draw, 1);
}

/** Any JSON; sometimes deep, sometimes long. */
export function nastyJson(draw: Draw, depth = 3): unknown {
  const kind = draw.integer(1, 10);
  if (depth <= 0 || kind <= 3) return nastyText(draw);
  if (kind <= 5) return nastyNumber(draw);
  if (kind === 6) return draw.oneOf([null, true, false]);
  if (kind === 7) return nested(draw.oneOf([5, 200, 3_000]));
  if (kind === 8) return draw.list(draw.oneOf([0, 1, 3, 500]), () => draw.oneOf([null, 1, 'a']));
  const names = draw.list(draw.integer(0, 3), () => (draw.percent(70) ? 'note' : nastyText(draw)));
  if (kind === 9) return Object.fromEntries(names.map((name) => [name, nastyJson(draw, depth - 1)]));
  return draw.list(draw.integer(0, 3), () => nastyJson(draw, depth - 1));
}

function nested(levels: number): Raw {
  return new Raw('['.repeat(levels) + ']'.repeat(levels));
}

/** JSON text of a value in which there may be raw text. */
export function toJson(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  return `{${Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => `${JSON.stringify(name)}:${toJson(part)}`)
    .join(',')}}`;
}
