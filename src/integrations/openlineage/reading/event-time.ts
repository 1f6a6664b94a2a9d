import { parseInstant } from '../../../platform/time/instant.js';

/** Date and time, apart from its fraction and zone: Python's and Flink's clocks write more digits, or no zone. */
const LENIENT =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d+))?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?(?:\[[^\]]*\])?$/;

/** When an event happened, in microseconds and UTC; where it names no zone it is taken for UTC. Undefined: it is no time. */
export function readEventTime(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const [whole, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = LENIENT.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = fraction.slice(0, 6);
  const parsed = parseInstant(`${date}T${minutes}${seconds}${digits === '' ? '' : `.${digits}`}${readZone(zone)}`);
  return parsed.ok ? parsed.value : undefined;
}

function readZone(zone: string): string {
  if (/^[Zz]$/.test(zone)) return 'Z';
  const [, hours = '+00', minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return `${hours}:${minutes}`;
}
