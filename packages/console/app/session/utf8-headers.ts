/** What fetch takes as headers: it sends each character as one byte, so text goes as the characters of its UTF-8. */
export function utf8Headers(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, bytesAsText(String(value))]));
}

function bytesAsText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
