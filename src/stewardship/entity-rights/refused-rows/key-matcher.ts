import { stringifyExactly } from '../../../platform/http/bodies/json-body.js';
import { DataType } from '../../../values/data-type.js';
import { textDecoderOf } from '../../../values/decode-text.js';
import { encoderOf } from '../../../values/encode-value.js';
import type { JoinKey } from '../../../values/join-key.js';

/** One join key, and what its value has to be. */
export interface WantedValue extends Pick<JoinKey, 'name' | 'type'> {
  /** Canonical JSON text. */
  readonly encoded: string;
  /** As a text that somebody writes: without quotes. */
  readonly plain: string;
}

/** Characters; no stored key has as many. */
const LONGEST = 4_000;

/**
 * Whether a value is the one that is wanted, however it was written: `7`, `"7"`, `7.0` and `7e0` are one whole number, `airp\u006frt` is
 * `airport`. A text that differs in case or spaces is another key, as it is in the store.
 */
export function isValue(wanted: WantedValue, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string' && value.length > LONGEST) return false;
  const plain = typeof value === 'string' ? value : stringifyExactly(value);
  if (plain === wanted.plain) return true;
  const read = typeof value === 'string' ? textDecoderOf(wanted.type)(value.trim()) : value;
  if (encoderOf(wanted.type)(read) === wanted.encoded) return true;
  if (wanted.type !== DataType.INT64 && wanted.type !== DataType.FLOAT64) return false;
  const number = decimalOf(plain);
  return number !== undefined && number === decimalOf(wanted.plain);
}

/** Equal numbers give equal text, whatever their notation; undefined for what is no number. */
function decimalOf(text: string): string | undefined {
  const [, sign, whole = '', part = '', exponent = '0'] =
    /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,9}))?\s*$/i.exec(text) ?? [];
  const digits = `${whole}${part}`.replace(/^0+/, '');
  if (whole === '' && part === '') return undefined;
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(exponent) - part.length + digits.length - kept.length}`;
}
