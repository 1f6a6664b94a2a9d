import { badInput } from '../../../platform/errors.js';
import { isWrittenDouble } from '../../../platform/text/check-text.js';
import { describeValue } from '../../../platform/text/describe-value.js';
import { microsecondsOf, parseInstant } from '../../../platform/time/instant.js';
import { DataType } from '../../../values/data-type.js';
import { type Encoder, encoderOf } from '../../../values/encode-value.js';
import { type PlainTest, plainTestOf } from '../../../values/plain-value.js';
import { ViolationPolicy } from '../feature.js';

/** What a feature says of its values, as it is published and as it is kept. */
interface Rules {
  readonly name: string;
  readonly type: DataType;
  readonly allowNonFinite?: boolean | null;
  readonly defaultValue?: unknown;
  readonly allowed?: {
    readonly min?: unknown;
    readonly max?: unknown;
    readonly values?: readonly unknown[] | null;
  } | null;
  readonly onViolation?: ViolationPolicy | null;
}

/** Whether a value of the right type is allowed. Null is; a list is if all of its elements are. */
type AllowedRule = (value: unknown) => boolean;

const ORDERED: ReadonlySet<DataType> = new Set([DataType.INT64, DataType.FLOAT64, DataType.TIMESTAMP]);
const MOST_VALUES = 1_000;

/** Throws BAD_USER_INPUT for rules that don't fit the type, contradict each other, or refuse the default. */
export function checkValueRules(feature: Rules): void {
  const { name, type, allowed, onViolation, defaultValue } = feature;
  const element = elementType(type);
  const encode = encoderOf(element, feature.allowNonFinite === true);
  const check = (field: string, value: unknown, encoder = encode) => {
    const encoded = losesDigits(element, value) ? { expected: WITHIN_DOUBLE } : encoder(value);
    if (typeof encoded === 'string') return;
    const found = describeValue(value);
    throw badInput(`${field} of the feature "${name}" is ${found}; expected ${encoded.expected}.`, {
      field,
      found,
      expected: encoded.expected,
    });
  };
  if (onViolation != null && allowed == null)
    throw badInput(`The feature "${name}" has onViolation but no allowed values.`, { field: 'onViolation' });
  if (allowed != null) {
    for (const field of ['min', 'max'] as const) {
      if (allowed[field] == null) continue;
      if (!ORDERED.has(element))
        throw badInput(`The feature "${name}" is ${type}; ${field} is for numbers and times.`, { field });
      // NaN and infinities are no bounds.
      check(field, allowed[field], encoderOf(element));
    }
    if (allowed.min != null && allowed.max != null && orderOf(allowed.min) > orderOf(allowed.max))
      throw badInput(`The feature "${name}" allows nothing: min is greater than max.`, { field: 'allowed' });
    checkValues(feature, element, check);
  }
  if (defaultValue === undefined) return;
  check('defaultValue', defaultValue, featureEncoderOf({ ...feature, onViolation: ViolationPolicy.REJECT }));
}

/** Rules are kept as JSON, which PostgreSQL and its driver give back in doubles. */
const WITHIN_DOUBLE = 'integers within 2^53';

function losesDigits(type: DataType, value: unknown): boolean {
  if (typeof value === 'bigint') return type === DataType.INT64 || (type === DataType.JSON && !isWrittenDouble(value));
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => losesDigits(type, part));
}

function checkValues(
  { name, type, allowed }: Rules,
  element: DataType,
  check: (field: string, value: unknown) => void,
): void {
  const values = allowed?.values;
  if (values == null) {
    if (allowed?.min == null && allowed?.max == null)
      throw badInput(`allowed of the feature "${name}" is empty; give min, max or values.`, { field: 'allowed' });
    return;
  }
  if (element === DataType.JSON)
    throw badInput(`The feature "${name}" is ${type}, which has no allowed values.`, { field: 'values' });
  if (values.length === 0 || values.length > MOST_VALUES)
    throw badInput(`The feature "${name}" lists ${values.length} values; it lists 1 to ${MOST_VALUES}.`, {
      field: 'values',
    });
  for (const value of values) check('values', value);
}

/**
 * The rules as a definition keeps them: only what is set, so that a definition without rules is what it always was; values as rows would have
 * them, so that one moment in two time zones is the same rule.
 */
export function valueRules({ type, allowNonFinite, defaultValue, allowed, onViolation }: Rules) {
  const canonical = (of: DataType) => (value: unknown) => {
    const encoded = encoderOf(of, allowNonFinite === true)(value);
    return typeof encoded === 'string' ? (JSON.parse(encoded) as unknown) : value;
  };
  const element = canonical(elementType(type));
  return {
    ...(defaultValue !== undefined && { defaultValue: canonical(type)(defaultValue) }),
    ...(allowed != null && {
      allowed: {
        min: element(allowed.min ?? null),
        max: element(allowed.max ?? null),
        values: allowed.values?.map(element) ?? null,
      },
      onViolation: onViolation ?? ViolationPolicy.REJECT,
    }),
  };
}

/** The encoder of a feature's values; where it rejects what is not allowed, that does not fit. */
export function featureEncoderOf(feature: Rules): Encoder {
  const encode = encoderOf(feature.type, feature.allowNonFinite === true);
  const isAllowed = ruleOf(feature);
  if (isAllowed === undefined || feature.onViolation === ViolationPolicy.COUNT) return encode;
  const expected = describeRule(feature);
  return (value) => {
    const encoded = encode(value);
    return typeof encoded !== 'string' || isAllowed(value) ? encoded : { expected };
  };
}

/** The test for values that need no more than JSON.stringify; undefined for a feature with rules. */
export function featurePlainTestOf({ type, allowed }: Rules): PlainTest | undefined {
  return allowed == null ? plainTestOf(type) : undefined;
}

/** The rule of a feature whose violations are accepted and counted; undefined for any other. */
export function countedRuleOf(feature: Rules): AllowedRule | undefined {
  return feature.onViolation === ViolationPolicy.COUNT ? ruleOf(feature) : undefined;
}

/** The stored text of a feature's default. */
export function defaultText({ type, allowNonFinite, defaultValue }: Rules): string {
  const encoded = encoderOf(type, allowNonFinite === true)(defaultValue);
  if (typeof encoded !== 'string') throw new Error('a default was published that does not fit its type');
  return encoded;
}

function ruleOf({ type, allowed, allowNonFinite }: Rules): AllowedRule | undefined {
  if (allowed == null) return undefined;
  const encode = encoderOf(elementType(type), allowNonFinite === true);
  const values = allowed.values == null ? undefined : new Set(allowed.values.map((value) => encode(value)));
  const min = allowed.min == null ? undefined : orderOf(allowed.min);
  const max = allowed.max == null ? undefined : orderOf(allowed.max);
  const isAllowed = (value: unknown) => {
    if (values !== undefined && !values.has(encode(value))) return false;
    if (min === undefined && max === undefined) return true;
    const place = orderOf(value);
    return (min === undefined || place >= min) && (max === undefined || place <= max);
  };
  return (value) => value == null || (Array.isArray(value) ? value.every(isAllowed) : isAllowed(value));
}

/** Numbers and bigints compare with each other as they are, times as microseconds. NaN is in no range. */
function orderOf(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const time = parseInstant(value);
  return time.ok ? microsecondsOf(time.value) : Number(value);
}

function describeRule({ type, allowed }: Rules): string {
  const parts = [
    ...(allowed?.values == null ? [] : [`one of ${allowed.values.map(describeValue).join(', ')}`]),
    ...(allowed?.min == null ? [] : [`at least ${describeValue(allowed.min)}`]),
    ...(allowed?.max == null ? [] : [`at most ${describeValue(allowed.max)}`]),
  ];
  return `${type.endsWith('_LIST') ? 'elements that are each ' : ''}${parts.join(' and ')}`;
}

function elementType(type: DataType): DataType {
  return type.replace(/_LIST$/, '') as DataType;
}
