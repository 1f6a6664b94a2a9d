/** Does something that prints, without what it prints. */
export async function muted<T>(work: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const [out, err] = [stdout.write, stderr.write];
  // Whoever writes may wait for the last callback.
  const swallow = (...args: unknown[]) => {
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
