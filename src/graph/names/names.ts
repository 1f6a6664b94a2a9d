import { badInput } from '../../platform/errors.js';

const NAME = /^[a-z][a-z0-9_.-]{0,127}$/;
const COLUMN_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Checks the name of a node. `what` says whose name it is, in the message. */
export function checkName(what: string, name: string): string {
  if (NAME.test(name) && !name.includes('__')) return name;
  throw badInput(
    `${JSON.stringify(name)} can't be the name of ${what}: it takes 1 to 128 of a-z, 0-9, "_", "." and "-", begins with a letter and has no "__".${writeInstead(name, NAME)}`,
    { field: 'name', found: name },
  );
}

/** Checks the name of a feature or join key: it is a column name too, so it takes fewer characters. */
export function checkColumnName(what: string, name: string): string {
  if (COLUMN_NAME.test(name) && !name.includes('__')) return name;
  throw badInput(
    `${JSON.stringify(name)} can't be the name of ${what}: it takes 1 to 63 of a-z, 0-9 and "_", begins with a letter and has no "__".${writeInstead(name, COLUMN_NAME)}`,
    { field: 'name', found: name },
  );
}

/** ` Write "weather_daily".` for `Weather Daily`; nothing where nothing is left of the name. */
function writeInstead(name: string, allowed: RegExp): string {
  const mended = name
    .slice(0, 300)
    .trim()
    .toLowerCase()
    .replace(allowed === NAME ? /[^a-z0-9_.-]+/g : /[^a-z0-9_]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return allowed.test(mended) ? ` Write ${JSON.stringify(mended)}.` : '';
}
