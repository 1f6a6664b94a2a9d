import { badInput } from '../errors.js';

/** Passes bytes on as they are. Throws BAD_USER_INPUT at the first that is not UTF-8: decoded, it would be stored as U+FFFD. */
export async function* utf8Chunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of source) {
      decoder.decode(chunk, { stream: true });
      yield chunk;
      bytes += chunk.length;
    }
    decoder.decode();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw badInput(`The text is not UTF-8, somewhere after byte ${bytes}. Save it as UTF-8.`, { expected: 'UTF-8' });
  }
}
