import { DataType } from '../../../values/data-type.js';

/** A wall-clock time without zone, which Feast and pandas take for UTC. */
const NAIVE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?$/;
const MINUTES = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/;
const DIGITS = /^[+-]?\d{1,19}$/;

/**
 * A cell as Feast's clients send it, as the value that the type takes: whole numbers may stand as text or as 5.0, text as a number, times as seconds or
 * without a zone, JSON as text. What fits nothing stays as it is, to be refused where it is written or looked up.
 */
export function cellValue(cell: unknown, type: DataType): unknown {
  if (cell === null || cell === undefined) return null;
  if (type.endsWith('_LIST')) {
    const element = type.slice(0, -'_LIST'.length) as DataType;
    return Array.isArray(cell) ? cell.map((each) => cellValue(each, element)) : cell;
  }
  switch (type) {
    case DataType.INT64:
      return typeof cell === 'string' && DIGITS.test(cell) ? exactInteger(cell) : cell;
    case DataType.STRING:
      return typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean' ? String(cell) : cell;
    case DataType.TIMESTAMP:
      return instantOf(cell);
    case DataType.JSON:
      return typeof cell === 'string' ? parsed(cell) : cell;
    default:
      return cell;
  }
}

/** RFC 3339 text of a time in any form that clients send. */
export function instantOf(cell: unknown): unknown {
  if (typeof cell === 'number' && Number.isFinite(cell) && Math.abs(cell) < 1e11)
    return new Date(cell * 1000).toISOString();
  if (typeof cell !== 'string') return cell;
  if (NAIVE.test(cell)) return `${withMicroseconds(cell.replace(' ', 'T'))}Z`;
  const [, day, time] = MINUTES.exec(cell) ?? [];
  if (day !== undefined) return `${day}T${time ?? '00:00'}:00Z`;
  return withMicroseconds(cell.replace(' ', 'T'));
}

/** pandas writes nanoseconds. */
function withMicroseconds(text: string): string {
  return text.replace(/(\.\d{6})0+(?=$|[Zz+-])/, '$1');
}

function exactInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
