/** An answer as JSON: PostgreSQL writes most of a large one, and nobody reads it in between. */
export class JsonAnswer {
  constructor(readonly text: string) {}

  static of(value: object): JsonAnswer {
    return new JsonAnswer(JSON.stringify(value, withoutEmpty));
  }

  /** An object whose fields are texts of JSON; what is undefined is left out. */
  static object(fields: Readonly<Record<string, string | undefined>>): JsonAnswer {
    const written = Object.entries(fields).filter(([, text]) => text !== undefined);
    return new JsonAnswer(`{${written.map(([name, text]) => `"${name}":${text}`).reduce(listed, '')}}`);
  }
}

/** Protocol buffers write no empty lists. */
function withoutEmpty(_: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** A list of texts of JSON; undefined where there are none. */
export function jsonList(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : `[${texts.reduce(listed, '')}]`;
}

/** Not joined: texts that are only put behind each other are copied once, when they are sent. */
function listed(before: string, text: string): string {
  return before === '' ? text : `${before},${text}`;
}

/** A double as protocol buffers write it: JSON has no number for some. */
export function jsonDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
