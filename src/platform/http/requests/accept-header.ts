import { badInput } from '../../errors.js';

/** One range of an Accept header, such as `text/*;q=0.5`. */
interface AcceptedRange {
  readonly type: string;
  readonly q: number;
  readonly place: number;
}

/**
 * Which of these types an answer is to have: the one with the highest q, among equals the one that the header names first, and else the first here. The
 * most specific range that fits a type decides. Throws 406, which names them all, where none is accepted.
 */
export function chooseType(accept: string | undefined, offered: readonly string[]): string {
  const ranges = rangesOf(accept ?? '*/*');
  let best: { type: string; range: AcceptedRange } | undefined;
  for (const type of offered) {
    const range = rangeOf(type, ranges);
    if (range === undefined || range.q === 0) continue;
    const isBetter =
      best === undefined || range.q > best.range.q || (range.q === best.range.q && range.place < best.range.place);
    if (isBetter) best = { type, range };
  }
  if (best !== undefined) return best.type;
  const problem = badInput(`Accept is ${accept}; this comes as ${offered.join(', ')}.`, {
    field: 'accept',
    expected: offered,
  });
  throw Object.assign(problem, { statusCode: 406 });
}

function rangesOf(accept: string): AcceptedRange[] {
  const ranges = accept.split(',').flatMap((text, place) => {
    const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
    return type === '' ? [] : [{ type, q: weightOf(parameters), place }];
  });
  // An empty header accepts everything.
  return ranges.length > 0 ? ranges : [{ type: '*/*', q: 1, place: 0 }];
}

function weightOf(parameters: readonly string[]): number {
  const q = Number(parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, '') ?? 1);
  return Number.isFinite(q) ? Math.min(Math.max(q, 0), 1) : 1;
}

function rangeOf(type: string, ranges: readonly AcceptedRange[]): AcceptedRange | undefined {
  const [family] = type.split('/');
  for (const name of [type, `${family}/*`, '*/*']) {
    const found = ranges.find((range) => range.type === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
