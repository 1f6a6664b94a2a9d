import { parse } from 'lossless-json';

const POSITION = / at position (\d+)$/;

/** JSON of a file, or of an answer. An error names `where` with the line and the column at which it stops to be JSON. */
export function parseJson(text: string, where: string): unknown {
  try {
    // A byte order mark is none of it, and some tools write one.
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    throw new Error(`${where}${placeOf(text)}`);
  }
}

/** The engine does not always say where, so another parser looks again. */
function placeOf(text: string): string {
  let problem = 'it is nested too deeply';
  try {
    parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) problem = error.message;
  }
  const position = POSITION.exec(problem)?.[1];
  if (position === undefined) return ` is no JSON: ${problem}.`;
  const before = text.slice(0, Number(position));
  const line = before.split('\n').length;
  return `, line ${line}, column ${before.length - before.lastIndexOf('\n')}: it is no JSON: ${problem.replace(POSITION, '')}.`;
}
