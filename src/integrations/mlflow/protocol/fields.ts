import { invalidValue, missingValue } from './mlflow-error.js';

/** How a field of a request is read. What is null or left out is undefined, as it is for protocol buffers. */
export interface Field<T> {
  readonly many: boolean;
  read(value: unknown, path: string): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Input<F extends Fields> = { readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

const LEARN_MORE = ' See the API docs for more information about request parameters.';

/** What Python calls the type of a value, which stands in MLflow's messages. */
function pythonType(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'dict';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int' : 'float';
}

export function wrongType(path: string, value: unknown): Error {
  return invalidValue(path, value, ` Hint: Value was of type '${pythonType(value)}'.${LEARN_MORE}`);
}

function single<T>(convert: (value: unknown, path: string) => T | undefined): Field<T | undefined> {
  return {
    many: false,
    read(value, path) {
      if (value === undefined || value === null) return undefined;
      const read = convert(value, path);
      if (read === undefined) throw wrongType(path, value);
      return read;
    },
  };
}

export const text = single((value) => (typeof value === 'string' ? value : undefined));

const WHOLE = /^[+-]?\d{1,19}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A whole number of at most 64 bits, which clients write as a number or as text. */
export const int = single((value) => {
  if (typeof value === 'string') return WHOLE.test(value.trim()) ? Number(value) : undefined;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
});

const NOT_FINITE: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

export const double = single((value) => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return undefined;
  return NOT_FINITE[value.toLowerCase()] ?? (NUMBER.test(value) ? Number(value) : undefined);
});

export const bool = single((value) => {
  if (typeof value === 'boolean') return value;
  // In a URL it is text.
  const written = typeof value === 'string' ? value.toLowerCase() : '';
  return written === 'true' ? true : written === 'false' ? false : undefined;
});

/** One of some names, or its number: they begin with 1. */
export function oneOf<Name extends string>(names: readonly Name[], first = 1): Field<Name | undefined> {
  return single((value) => {
    const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d$/.test(value) ? +value : -1;
    return names.find((name, index) => name === value || index + first === number);
  });
}

/** A field that has to be there; empty text is not. */
export function required<T>(field: Field<T | undefined>): Field<T> {
  return {
    many: field.many,
    read(value, path) {
      const read = value === '' ? undefined : field.read(value, path);
      if (read === undefined) throw missingValue(path);
      return read;
    },
  };
}

/** A list; one that is left out is empty. */
export function list<T>(item: Field<T>): Field<readonly T[]> {
  return {
    many: true,
    read(value, path) {
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) throw wrongType(path, value);
      return value.map((each, index) => item.read(each, `${path}[${index}]`));
    },
  };
}

export function message<F extends Fields>(fields: F): Field<Input<F>> {
  const readMessage = fieldsReader(fields);
  return {
    many: false,
    read(value, path) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, value);
      return readMessage(value as Given, `${path}.`);
    },
  };
}

type Given = Readonly<Record<string, unknown>>;

/**
 * What reads what a request says, under its name or, as protocol buffers have it, the same name in camel case. What isn't asked for is left alone.
 * The names of what is wrong begin with `prefix`.
 */
export function fieldsReader<F extends Fields>(fields: F): (given: Given, prefix?: string) => Input<F> {
  const each = Object.entries(fields).map(([name, field]) => ({ name, camel: camelCase(name), field }));
  return (given, prefix = '') => {
    const read: Record<string, unknown> = {};
    for (const { name, camel, field } of each) read[name] = field.read(given[name] ?? given[camel], prefix + name);
    return read as Input<F>;
  };
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The run of a request: older clients call it run_uuid, newer ones both. */
export const RUN = { run_id: text, run_uuid: text } as const;

export function runIdOf({ run_id: id, run_uuid: uuid }: Input<typeof RUN>): string {
  const given = id || uuid;
  if (!given) throw missingValue('run_id');
  return given;
}

export const TAG = message({ key: required(text), value: text });
