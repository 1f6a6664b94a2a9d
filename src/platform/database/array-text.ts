/*
 * Long arrays as PostgreSQL writes them. Given an array, `pg` quotes each item, numbers too, and looks through its text twice.
 */

const TO_ESCAPE = /["\\]/g;

export function textArray(texts: readonly string[]): string {
  if (texts.length === 0) return '{}';
  const escaped = texts.map((text) => (text.search(TO_ESCAPE) < 0 ? text : text.replaceAll(TO_ESCAPE, '\\$&')));
  return `{"${escaped.join('","')}"}`;
}

export function numberArray(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
