import { fromPublicId } from '../nodes/node-id.js';
import type { KnownKinds } from '../nodes/node-kind.js';

/** What a text says, if it says anything: nobody has looked yet whether there is such a node. */
export type ParsedReference =
  | { readonly form: 'id'; readonly text: string; readonly id: string }
  | {
      readonly form: 'name';
      readonly text: string;
      /** `rain` in `rain@3`; the whole text where there is no "@". */
      readonly name: string;
      /** What stands after "@": a version or an alias. */
      readonly version: string | undefined;
    }
  | { readonly form: 'malformed'; readonly text: string; readonly problem: string };

const NAME = /^[a-z][a-z0-9_.-]*$/;
const VERSION = /^[a-z0-9][a-z0-9_.-]*$/;

/** Reads an id, `rain`, `rain@3`, `rain@champion` or `production/rain`. Never throws. */
export function parseReference(text: string, kinds: KnownKinds): ParsedReference {
  const id = fromPublicId(text, kinds)?.id;
  if (id !== undefined) return { form: 'id', text, id };
  const problem = problemOf(text);
  if (problem !== undefined) return { form: 'malformed', text, problem };
  const [name = '', version] = text.split('@');
  return { form: 'name', text, name, version };
}

/** What a malformed text would be if its mistakes were mended: `weather_daily` for `Weather Daily `. */
export function mendReference(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[:@].*$/s, '')
    .replace(/[^a-z0-9_.\-/]+/g, '_')
    .replace(/^[^a-z]+/, '');
}

function problemOf(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (text.trim() !== text) return 'a space stands at its beginning or end';
  if (text.includes(':')) {
    return `":" stands before a feature or a column, and here a whole node is meant, such as ${quote(text.split(':')[0] || 'flights')}`;
  }
  const [base = '', version, ...moreVersions] = text.split('@');
  if (moreVersions.length > 0) return '"@" stands in it more than once';
  const [name = '', child, ...moreChildren] = base.split('/');
  if (moreChildren.length > 0) return '"/" stands in it more than once';
  if (child !== undefined && version !== undefined) return '"/" names a deployment, and a deployment has no version';
  if (version !== undefined && !VERSION.test(version)) return problemOfVersion(version);
  return problemOfName(name) ?? (child === undefined ? undefined : problemOfName(child));
}

function problemOfName(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  if (name === '') return 'a name is missing in it';
  if (/[A-Z]/.test(name)) return `the name ${quote(name)} has capital letters, and names are lower case`;
  const strange = /[^a-z0-9_.-]/u.exec(name)?.[0];
  if (strange !== undefined)
    return `the name ${quote(name)} has ${quote(strange)}, and names take a-z, 0-9, "_", "." and "-"`;
  return `the name ${quote(name)} doesn't begin with a letter`;
}

function problemOfVersion(version: string): string {
  if (version === '') return 'nothing stands after "@"';
  return `${quote(version)} after "@" is neither a version such as 3 nor an alias such as champion`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
