/** What people write to refer to something, in its parts and without quotes. An id has none. */
export interface RefParts {
  /** `rain` in `rain@3`; of a deployment its environment. */
  readonly name: string;
  /** What stands after "/": the name of a deployment. */
  readonly child?: string | undefined;
  /** What stands after "@": a number or an alias. */
  readonly version?: string | undefined;
  /** What stands after ":": a feature or a column, or all of them. */
  readonly member?: Member | undefined;
  /** What stands after "~": under which columns the keys of a feature are read. */
  readonly role?: string | undefined;
}

export type Member = { readonly name: string } | 'ALL';

/** The shape of an id, whatever it is an id of. */
export const ID_SHAPE = /^([a-z_]+)_([0-7][0-9a-hjkmnp-tv-z]{25})$/;
/** What ends a name that has no quotes. */
const RESERVED = /[\s"@:/~\p{Control}\p{Bidi_Control}]/u;

/** A reference as it is printed everywhere: parts are in quotes exactly where they could be read as something else. */
export function formatRef({ name, child, version, member, role }: RefParts): string {
  let text = formatName(name);
  if (child !== undefined) text += `/${formatName(child)}`;
  if (version !== undefined) text += `@${formatName(version)}`;
  if (member !== undefined) text += `:${member === 'ALL' ? '*' : formatName(member.name)}`;
  return role === undefined ? text : `${text}~${formatName(role)}`;
}

/** One part of a reference: `flights`, `"My Experiment"`. */
export function formatName(name: string): string {
  return needsQuotes(name) ? quoteName(name) : name;
}

/** In quotes, whether it needs them or not; a quotation mark within is written twice. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path of a URL takes `.` and `..` for steps, a feature reference takes `*` for all. */
function needsQuotes(name: string): boolean {
  return name === '' || name === '*' || name === '.' || name === '..' || RESERVED.test(name) || ID_SHAPE.test(name);
}
