/** The reader of a pipe has gone, or the terminal has. */
const GONE = new Set(['EPIPE', 'EIO', 'ECONNRESET']);

/** Lets a command come to its end although nobody reads what it prints any more, as in `headwater demo | head -1`. */
export function ignoreBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (GONE.has(error.code ?? '')) return;
      // A disk that is full, say: what was to be printed is lost, and whoever started the command has to know.
      process.exitCode = 1;
    });
  }
}
