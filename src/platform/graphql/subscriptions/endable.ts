/**
 * A generator that ends as soon as it is told to, also while it waits: by itself it would first have to come to its next value.
 * `make` is given the signal that says so; `ended` is called once, however it ends.
 */
export function endable<T>(
  make: (signal: AbortSignal) => AsyncGenerator<T, void>,
  ended: () => void,
): AsyncGenerator<T, void> {
  const ending = new AbortController();
  const generator = make(ending.signal);
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    ending.abort();
    ended();
  };
  return {
    async next() {
      try {
        const result = await generator.next();
        if (result.done === true) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      end();
      // It comes to its end by the signal; nobody need wait for that.
      void generator.return();
      return { done: true, value: undefined };
    },
    throw(error) {
      end();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
