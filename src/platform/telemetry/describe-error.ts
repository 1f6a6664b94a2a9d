const LONGEST_MESSAGE = 2_000;
const LONGEST_STACK = 8_000;
const DEEPEST_CAUSE = 3;

/** What tells where in a database an error arose, without the values that it was about. */
const FACTS = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'] as const;

/**
 * An error as it is logged. Not all that hangs on it: TypeORM keeps the statement with its parameters there and PostgreSQL the row, which
 * are of any length and may be about a person.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return cut(String(error), LONGEST_MESSAGE);
  const facts = FACTS.flatMap((name) => {
    const value = (error as unknown as Record<string, unknown>)[name];
    return typeof value === 'string' ? [[name, cut(value, LONGEST_MESSAGE)]] : [];
  });
  return {
    type: error.constructor.name,
    message: cut(error.message, LONGEST_MESSAGE),
    stack: cut(error.stack ?? '', LONGEST_STACK),
    ...Object.fromEntries(facts),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The beginning of a text, and how much more there was. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
