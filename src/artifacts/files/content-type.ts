import mime from 'mime-types';
import { badInput } from '../../platform/errors.js';

/** `type/subtype; name=value`, as RFC 9110 has it. */
const CONTENT_TYPE =
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&'*^.+-]+|"[^"\\\r\n]*"))*$/;
const LONGEST = 255;

/** What programs say that know nothing of what they send. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['application/octet-stream', 'application/x-www-form-urlencoded']);

/** What a file is: as its client says, or, where that says nothing, as its name does. */
export function contentTypeOf(path: string, said: string | undefined): string {
  return said === undefined || SAYS_NOTHING.has(said.toLowerCase()) ? typeOfPath(path) : checkContentType(said);
}

function typeOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return mime.contentType(name.includes('.') ? name.slice(name.lastIndexOf('.')) : '') || 'application/octet-stream';
}

function checkContentType(text: string): string {
  if (text.length <= LONGEST && CONTENT_TYPE.test(text)) return text;
  throw badInput(`The content-type is ${JSON.stringify(text.slice(0, 200))}; write one such as image/png.`, {
    field: 'content-type',
    found: text.slice(0, 200),
  });
}
