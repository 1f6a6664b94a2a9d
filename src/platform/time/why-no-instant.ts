const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONG_YEAR = /^[+-]?\d{5,}-\d{2}-\d{2}/;
const CLOCK = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2})(:\d{2}(?:([.,])(\d+))?)?( ?)(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?$/i;
const OFFSET = /^([+-])(\d{1,2}):?(\d{2})?$/;

/** Why a value that parseInstant refuses is no instant, to be put behind the value: "2026-11-24" is a date, not a time. */
export function whyNoInstant(value: unknown): string {
  // Longer texts only carry digits that nobody reads.
  if (typeof value !== 'string' || value.length > 100) return 'is not a time';
  if (DATE.test(value)) return 'is a date, not a time';
  if (LONG_YEAR.test(value)) return OUTSIDE;
  const match = CLOCK.exec(value);
  if (match === null) return 'is not a time';
  const [, minute = '', second, point, fraction = '', space, zone] = match;
  if (second === undefined) return 'is not a time: it has no seconds';
  if (point === ',') return 'has a comma before its fraction, where a point belongs';
  if (zone === undefined) return 'has no time zone';
  const right = rightZone(zone);
  if (right === undefined) return `has the zone "${zone}", which does not exist: hours go to 23, minutes to 59`;
  if (space !== '' || right !== zone.toUpperCase())
    return `has the zone "${space}${zone}", which is written "${right}"`;
  if (/[1-9]/.test(fraction.slice(6))) return 'is finer than a microsecond';
  if (/[Tt ]24:/.test(minute)) return 'does not exist in the calendar: midnight is 00:00:00 of the next day';
  if (second.startsWith(':60'))
    return 'does not exist in the calendar: a leap second has no place of its own, write second 59 or the next minute';
  return isOutside(minute, second.slice(0, 3), right) ? OUTSIDE : 'does not exist in the calendar';
}

const OUTSIDE = 'is outside the years 0001 to 9999';

function rightZone(zone: string): string | undefined {
  const [, sign, hours = '', minutes = '00'] = OFFSET.exec(zone) ?? [];
  if (sign === undefined) return 'Z';
  return Number(hours) > 23 || Number(minutes) > 59 ? undefined : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

function isOutside(minute: string, second: string, zone: string): boolean {
  const time = Date.parse(`${minute.replace(/[t ]/, 'T')}${second}${zone}`);
  const year = Number.isNaN(time) ? Number(minute.slice(0, 4)) : new Date(time).getUTCFullYear();
  return year < 1 || year > 9999;
}
