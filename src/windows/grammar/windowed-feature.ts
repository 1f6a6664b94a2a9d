import { badInput } from '../../platform/errors.js';
import { didYouMean, nearNames } from '../../platform/text/did-you-mean.js';
import { type Condition, readCondition } from './condition.js';
import { TokenReader } from './token-reader.js';

export const WINDOW_FUNCTIONS = ['count', 'sum', 'mean', 'min', 'max', 'stddev', 'share', 'last'] as const;
export type WindowFunction = (typeof WINDOW_FUNCTIONS)[number];

/** `late_share_3h=share(delay > 15)`. */
export interface WindowedFeature {
  readonly name: string;
  readonly function: WindowFunction;
  /** What stands in the brackets; undefined for all rows. */
  readonly of: Condition | undefined;
  /** As it was written, without its name. */
  readonly written: string;
}

/** Reads a feature. Throws BAD_USER_INPUT with what was expected where. */
export function readWindowedFeature(text: string): WindowedFeature {
  const [, name, written] = /^\s*([^=\s(]+)\s*=\s*(\S.*?)\s*$/su.exec(text) ?? [];
  if (name === undefined || written === undefined)
    throw badInput(
      `${JSON.stringify(text)} is no feature; write name=function(column), such as mean_delay_3h=mean(delay).`,
      {
        found: text,
      },
    );
  const reader = new TokenReader(written);
  const functionName = readFunction(reader);
  reader.require('(');
  const of = reader.takes(')') ? undefined : readArgument(reader);
  reader.requireEnd();
  if (of === undefined && functionName !== 'count')
    throw badInput(`${text}: ${functionName}() needs ${wanted(functionName)} in its brackets.`, { found: text });
  const isColumn = of?.kind === 'is';
  if (of !== undefined && !isColumn && functionName !== 'count' && functionName !== 'share')
    throw badInput(`${text}: ${functionName}() takes a column; a condition is for count() and share().`, {
      found: text,
    });
  return { name, function: functionName, of, written };
}

function readFunction(reader: TokenReader): WindowFunction {
  const token = reader.next;
  const word = token.kind === 'word' ? token.value.toLowerCase() : undefined;
  if (word === undefined) throw reader.wrong('a function');
  const found = WINDOW_FUNCTIONS.find((known) => known === word);
  if (found === undefined)
    throw badInput(
      `There is no function ${JSON.stringify(token.written)}; there are ${WINDOW_FUNCTIONS.join(', ')}.${didYouMean(nearNames(word, WINDOW_FUNCTIONS))}`,
      { found: word, expected: WINDOW_FUNCTIONS },
    );
  reader.take();
  return found;
}

function readArgument(reader: TokenReader): Condition {
  const condition = readCondition(reader);
  reader.require(')');
  return condition;
}

function wanted(functionName: WindowFunction): string {
  return functionName === 'share' ? 'a condition such as delay > 15' : 'a column';
}

/** Reads all features of a set, whose names differ and can be those of columns. */
export function readWindowedFeatures(texts: readonly string[], taken: readonly string[]): WindowedFeature[] {
  const features = texts.map(readWindowedFeature);
  const seen = new Set(['event_time', ...taken]);
  for (const { name } of features) {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(name) || name.includes('__'))
      throw badInput(
        `${JSON.stringify(name)} can't be the name of a feature: it takes 1 to 63 of a-z, 0-9 and "_", begins with a letter and has no "__".`,
        { found: name },
      );
    if (seen.has(name))
      throw badInput(
        `"${name}" is taken by another feature, a join key or event_time; give the feature another name.`,
        {
          found: name,
        },
      );
    seen.add(name);
  }
  return features;
}
