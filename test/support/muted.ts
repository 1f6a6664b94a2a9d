/** Does something that prints, and gives what it has printed on standard output. */
export async function printed(work: () => Promise<unknown>): Promise<string> {
  let text = '';
  await muted(work, (part) => {
    text += part;
  });
  return text;
}

/** Does something that prints, without what it prints. */
export async function muted<T>(work: () => Promise<T>, hear?: (part: string) => void): Promise<T> {
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  // Whoever writes may wait for the last callback.
  const swallow = (...args: unknown[]) => {
    hear?.(String(args[0]));
    const done = args.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  stdout.write = swallow;
  stderr.write = swallow;
  try {
    return await work();
  } finally {
    stdout.write = out;
    stderr.write = err;
  }
}
