import { storable } from './names.js';
import type { Report } from './report.js';

/** Tags as a node takes them; longer ones are cut, with a note. */
export function tagsOf(tags: Iterable<readonly [string, string]>, what: string, report: Report) {
  const taken: { key: string; value: string }[] = [];
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128 || storable(key, 128) !== key)
      report.skip(`${what}, tag ${JSON.stringify(key.slice(0, 40))}`, 'a key has 1 to 128 characters');
    else taken.push({ key, value: storable(value, 5_000) });
    if (value.length > 5_000)
      report.note(`${what}, tag ${key.slice(0, 128)}`, 'only its first 5,000 characters are kept');
  }
  if (taken.length > 100) report.note(what, `of its ${taken.length} tags the first 100 are kept`);
  return taken.slice(0, 100);
}
