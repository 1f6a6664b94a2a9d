import { invalid } from '../protocol/mlflow-error.js';

/** MLflow's own form, which some clients look into: base64 of `{"offset": 100}`. */
export function pageTokenOf(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64');
}

/** The same with the place in an index behind which the page begins. */
export function placedToken({ first, offset }: OffsetPage, after: string): string {
  return Buffer.from(JSON.stringify({ offset: offset + first, after })).toString('base64');
}

/** That place; undefined where a token has none. */
export function placeOf(token: string | undefined): string | undefined {
  if (token === undefined || token === '') return undefined;
  const { after } = JSON.parse(Buffer.from(token, 'base64').toString()) as { readonly after?: unknown };
  return typeof after === 'string' ? after : undefined;
}

/** Where the page begins that a token asks for. Throws INVALID_PARAMETER_VALUE for what is no token. */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  // What is no digit of it is overlooked, as Python does.
  if (token.replaceAll(/[^A-Za-z0-9+/]/g, '').length % 4 === 1)
    throw invalid('Invalid page token, could not base64-decode');
  const decoded = Buffer.from(token, 'base64').toString();
  let parsed: unknown;
  try {
    parsed = JSON.parse(decoded);
  } catch {
    throw invalid(`Invalid page token, decoded value=b'${decoded.slice(0, 200)}'`);
  }
  const offset = Number((parsed as { offset?: unknown } | null)?.offset);
  if (Number.isSafeInteger(offset) && offset > 0) return offset;
  throw invalid(`Invalid page token, parsed value=${decoded.slice(0, 200)}`);
}

/** A page that was asked for. */
export interface OffsetPage {
  readonly first: number;
  readonly offset: number;
}

/** Reads the size and the place of a page. Throws INVALID_PARAMETER_VALUE for a size that MLflow doesn't give. */
export function pageOf(
  {
    max_results: size,
    page_token: token,
  }: { readonly max_results: number | undefined; readonly page_token: string | undefined },
  { usual, most }: { readonly usual: number; readonly most: number },
): OffsetPage {
  const first = size ?? usual;
  if (first < 1)
    throw invalid(`Invalid value ${first} for parameter 'max_results' supplied. It must be a positive integer`);
  if (first > most)
    throw invalid(`Invalid value ${first} for parameter 'max_results' supplied. It must be at most ${most}`);
  return { first, offset: offsetOf(token) };
}

/** The token of the page behind this one; undefined where it isn't full. */
export function nextToken({ first, offset }: OffsetPage, found: number): string | undefined {
  return found > first ? pageTokenOf(offset + first) : undefined;
}
