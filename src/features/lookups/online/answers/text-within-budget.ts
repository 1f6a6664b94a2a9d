/** What bounds the text that is read; it throws beyond. */
export interface ReadBudget {
  takeRead(characters: number): void;
  giveRead(characters: number): void;
}

/** Gives a statement its parsers, which take what PostgreSQL sends as the text that it is, and count it while it comes. */
export async function textWithinBudget<T>(
  budget: ReadBudget,
  read: (types: { getTypeParser(): (text: string) => string }) => Promise<T>,
): Promise<T> {
  let characters = 0;
  const parse = (text: string) => {
    characters += text.length;
    budget.takeRead(text.length);
    return text;
  };
  try {
    return await read({ getTypeParser: () => parse });
  } finally {
    // It may be read once more, elsewhere; what is kept of it counts then.
    budget.giveRead(characters);
  }
}
