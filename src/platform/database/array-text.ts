/*
 * Long arrays as PostgreSQL writes them. Given an array, `pg` quotes each item, numbers too, and looks through its text twice.
 */

const TO_ESCAPE = /["\\]/g;

/** As the parameter of a `text[]`; the texts may hold anything but U+0000, and none is null. */
export function textArray(texts: readonly string[]): string {
  if (texts.length === 0) return '{}';
  const escaped = texts.map((text) => (text.search(TO_ESCAPE) < 0 ? text : text.replaceAll(TO_ESCAPE, '\\$&')));
  return `{"${escaped.join('","')}"}`;
}

/** As the parameter of an array of numbers, NaN and infinities among them. */
export function numberArray(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
