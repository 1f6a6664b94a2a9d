import { badInput } from '../../errors.js';
import { didYouMean, nearNames } from '../../text/did-you-mean.js';

const LONGEST = 200;

/** The parameters of a URL, each at most once, as text. Throws BAD_USER_INPUT for one that there is not. */
export function readQuery<Name extends string>(
  query: unknown,
  names: readonly Name[],
): Readonly<Partial<Record<Name, string>>> {
  const given = query as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name as Name)) {
      throw badInput(
        `There is no parameter "${name.slice(0, LONGEST)}"; there are ${names.join(', ')}.${didYouMean(nearNames(name, names))}`,
        {
          field: name.slice(0, LONGEST),
          expected: names,
        },
      );
    }
    if (typeof value !== 'string' || value === '')
      throw badInput(`${name} is ${JSON.stringify(value)}; it is given once, as text.`, { field: name });
  }
  return given as Partial<Record<Name, string>>;
}
