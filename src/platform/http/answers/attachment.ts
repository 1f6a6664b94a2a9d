/** What a file system, or a path, takes for something else. */
const UNFIT = /[\p{Control}\p{Bidi_Control}"*/:<>?\\|~]/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/** The Content-Disposition of a file to be kept under a name, which may be any text: as RFC 6266 has it, with the whole name in UTF-8. */
export function attachment(name: string, extension: string): string {
  // What begins with a dot is hidden, or a folder.
  const file = `${name.replace(UNFIT, '_').replace(/^\./, '_')}.${extension}`;
  if (PLAIN.test(file)) return `attachment; filename="${file}"`;
  const plain = file.replace(/[^\x20-\x7e]+/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(file)}`;
}

/** As RFC 8187 has it: what encodeURIComponent leaves as it is, and is no attr-char, is encoded too. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
