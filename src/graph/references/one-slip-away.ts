const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-./';
/** The guesses for a longer name would be too many to look up. */
const LONGEST = 48;

/** Every text that becomes this one by leaving out, adding, changing or swapping one letter. They can be looked up by index. */
export function oneSlipAway(text: string): string[] {
  if (text.length > LONGEST) return [];
  const guesses = new Set<string>();
  for (let i = 0; i <= text.length; i++) {
    const [before, after] = [text.slice(0, i), text.slice(i)];
    if (after.length > 0) guesses.add(before + after.slice(1));
    if (after.length > 1) guesses.add(before + after.charAt(1) + after.charAt(0) + after.slice(2));
    for (const letter of LETTERS) {
      guesses.add(before + letter + after);
      guesses.add(before + letter + after.slice(1));
    }
  }
  return [...guesses];
}
