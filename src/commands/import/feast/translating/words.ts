import { plainName } from '../../../../platform/text/plain-name.js';
import type { Report } from '../../reading/report.js';

/** What is the same as the name, or a note that it is not. */
export function renamed(what: string, name: string, kind: 'set' | 'column', report: Report): string {
  const plain = plainName(name, kind);
  if (plain !== name)
    report.note(`${what} ${name}`, `is called ${plain} here; the door for Feast's clients knows both`);
  return plain;
}
