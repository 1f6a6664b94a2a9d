import { formatName, formatRef, quoteName } from '../names/format-ref.js';
import { isFreeName, problemOfFreeName } from '../names/free-name.js';
import { splitRef } from '../names/split-ref.js';
import type { KnownKinds } from '../nodes/kinds/node-kind.js';
import { fromPublicId } from '../nodes/node-id.js';

/** What a text says, if it says anything: nobody has looked yet whether there is such a node. */
export type ParsedReference =
  | { readonly form: 'id'; readonly text: string; readonly id: string }
  | NamedReference
  | { readonly form: 'malformed'; readonly text: string; readonly problem: string };

export interface NamedReference {
  readonly form: 'name';
  /** As it was written. */
  readonly text: string;
  /** As it is printed, whichever way it was written: the label of what it names. */
  readonly label: string;
  /** The label without "@": `rain` of `rain@3`, `production/rain`. */
  readonly base: string;
  /** What stands in `base`, without quotes. */
  readonly name: string;
  /** What stands after "@": a version or an alias. */
  readonly version: string | undefined;
}

const NAME = /^[a-z][a-z0-9_.-]*$/;
const VERSION = /^[a-z0-9][a-z0-9_.-]*$/;

/** Reads an id, `rain`, `rain@3`, `rain@champion`, `production/rain` or `"Rain @ SEA"@3`. Never throws. */
export function parseReference(text: string, kinds: KnownKinds): ParsedReference {
  const id = fromPublicId(text, kinds)?.id;
  if (id !== undefined) return { form: 'id', text, id };
  if (text === '') return { form: 'malformed', text, problem: 'it is empty' };
  if (text.trim() !== text) return { form: 'malformed', text, problem: 'a space stands at its beginning or end' };
  const split = splitRef(text);
  if (!split.ok)
    return { form: 'malformed', text, problem: `${split.problem}${/[@:/]$/.test(text) ? '' : asOneName(text)}` };
  const { child, version, member } = split.parts;
  const name = split.parts.name.normalize();
  const malformed = (problem: string): ParsedReference => ({ form: 'malformed', text, problem });
  if (member !== undefined) {
    const node = JSON.stringify(shorten(split.stem));
    return malformed(
      `":" stands before a feature or a column, and here a whole node is meant, such as ${node}${asOneName(text)}`,
    );
  }
  if (child !== undefined && version !== undefined)
    return malformed('"/" names a deployment, and a deployment has no version');
  if (version !== undefined && !VERSION.test(version))
    return malformed(
      `${quote(version)} after "@" is neither a version such as 3 nor an alias such as champion${asOneName(text)}`,
    );
  const problem = child === undefined ? problemOfName(name) : (problemOfPlain(name) ?? problemOfPlain(child));
  if (problem !== undefined) return malformed(`${problem}${child === undefined ? '' : asOneName(text)}`);
  const base = formatRef({ name, child });
  const label = version === undefined ? base : `${base}@${formatName(version)}`;
  return { form: 'name', text, label, base, name: child === undefined ? name : `${name}/${child}`, version };
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

/** Where the whole text may be meant as one name: how that is written. */
function asOneName(text: string): string {
  return text.includes('"') || !isFreeName(text) ? '' : `; as one name it is written ${shorten(quoteName(text))}`;
}

function problemOfName(name: string): string | undefined {
  const problem = problemOfFreeName(name);
  return problem === undefined ? undefined : `the name ${quote(name)} ${problem}`;
}

/** Environments and deployments have plain names. */
function problemOfPlain(name: string): string | undefined {
  if (NAME.test(name)) return undefined;
  if (/[A-Z]/.test(name))
    return `the name ${quote(name)} has capital letters, and names of environments and deployments are lower case`;
  const strange = /[^a-z0-9_.-]/u.exec(name)?.[0];
  if (strange !== undefined)
    return `the name ${quote(name)} has ${quote(strange)}, and names of environments and deployments take a-z, 0-9, "_", "." and "-"`;
  return `the name ${quote(name)} doesn't begin with a letter`;
}

function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
