import type { Readable } from 'node:stream';

/** The first bytes of a stream, at most so many and as far as they come until the signal. What comes later is not read. */
export function readBeginning(stream: Readable, bytes: number, until: AbortSignal): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = () => {
      until.removeEventListener('abort', end);
      stream.removeAllListeners('data');
      stream.destroy();
      resolve(Buffer.concat(chunks).subarray(0, bytes));
    };
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= bytes) end();
    });
    stream.once('end', end);
    stream.once('close', end);
    // It broke off, which is an end like others.
    stream.on('error', end);
    if (until.aborted) end();
    else until.addEventListener('abort', end);
  });
}
