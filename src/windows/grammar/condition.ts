import { badInput } from '../../platform/errors.js';
import type { TokenReader } from './token-reader.js';

/** One side of a comparison. */
export type Operand =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'number' | 'text'; readonly value: string }
  | { readonly kind: 'flag'; readonly value: boolean };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What is said of one row. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly left: Operand; readonly by: Comparison; readonly right: Operand }
  | { readonly kind: 'null'; readonly column: string; readonly negated: boolean }
  | { readonly kind: 'is'; readonly column: string };

const DEEPEST = 50;
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/**
 * Reads a condition:
 *
 *     condition  = all { "or" all }        all = one { "and" one }
 *     one        = "not" one | "(" condition ")" | column [ "is" [ "not" ] "null" ] | value ( = != < <= > >= ) value
 *     value      = column | number | 'text' | true | false
 */
export function readCondition(reader: TokenReader, depth = 0): Condition {
  if (depth > DEEPEST) throw badInput(`A condition is nested deeper than ${DEEPEST} levels; write it flatter.`, {});
  return joined(reader, 'or', () => joined(reader, 'and', () => readOne(reader, depth)));
}

function joined(reader: TokenReader, by: 'and' | 'or', read: () => Condition): Condition {
  const first = read();
  const of = [first];
  while (reader.takesWord(by)) of.push(read());
  return of.length === 1 ? first : { kind: by, of };
}

function readOne(reader: TokenReader, depth: number): Condition {
  if (reader.takesWord('not')) {
    if (depth > DEEPEST) throw badInput(`A condition is nested deeper than ${DEEPEST} levels; write it flatter.`, {});
    return { kind: 'not', of: readOne(reader, depth + 1) };
  }
  if (reader.takes('(')) {
    const condition = readCondition(reader, depth + 1);
    reader.require(')');
    return condition;
  }
  const left = readOperand(reader);
  const by = readComparison(reader);
  if (by !== undefined) return { kind: 'compare', left, by, right: readOperand(reader) };
  if (left.kind !== 'column') throw reader.wrong('a comparison');
  if (!reader.takesWord('is')) return { kind: 'is', column: left.name };
  const negated = reader.takesWord('not');
  if (!reader.takesWord('null')) throw reader.wrong('null');
  return { kind: 'null', column: left.name, negated };
}

function readComparison(reader: TokenReader): Comparison | undefined {
  const { next } = reader;
  const by = next.kind === 'symbol' ? COMPARISONS[next.value] : undefined;
  if (by !== undefined) reader.take();
  return by;
}

function readOperand(reader: TokenReader): Operand {
  const name = reader.takeColumn();
  if (name !== undefined) return { kind: 'column', name };
  for (const flag of [true, false]) if (reader.takesWord(String(flag))) return { kind: 'flag', value: flag };
  const sign = reader.takes('-') ? '-' : '';
  const { next } = reader;
  if (next.kind === 'number' && Number.isFinite(Number(next.value))) {
    reader.take();
    return { kind: 'number', value: `${sign}${next.value}` };
  }
  if (next.kind !== 'text' || sign !== '') throw reader.wrong(sign === '' ? 'a column or a value' : 'a number');
  reader.take();
  return { kind: 'text', value: next.value };
}
