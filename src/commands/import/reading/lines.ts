import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** Characters of a line. A file without line ends would be held whole. */
const LONGEST = 1024 * 1024;

/** The lines of a file, few of them in memory. Throws for one that has no end within reason, with its number. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 1;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const lines = `${rest}${decoder.write(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    number += lines.length;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
    if (rest.length > LONGEST)
      throw new Error(
        `${file}, line ${number.toLocaleString('en')}: it has more than ${LONGEST.toLocaleString('en')} characters.`,
      );
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}
