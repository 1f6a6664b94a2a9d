/** A text within a sentence. What brings quotation marks of its own, as `"My Experiment"@3` does, needs no others. */
export function inQuotes(text: string): string {
  return text.includes('"') ? text : `"${text}"`;
}
