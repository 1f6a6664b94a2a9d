import { createHash } from 'node:crypto';
import { isFreeName, LONGEST_NAME } from '../../graph/names/free-name.js';
import type { ForeignName } from './reading/lineage-event.js';

const UNPRINTABLE = /[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/gu;
/** The part of a location that is its host or bucket, with the "/" behind it. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i;
const MARK = 16;

/** What Headwater's own datasets are called in OpenLineage: their project is their namespace. */
export function ownNamespace(project: string): string {
  return `headwater://${encodeURIComponent(project.toWellFormed())}`;
}

/**
 * The name of the node that an OpenLineage name means in a project: `s3://bucket` and `flights/2001` are the dataset `s3://bucket/flights/2001`, which
 * may be there already. Different names mean different nodes: one whose parts could not be told apart again, or that is no name, has a mark behind it.
 */
export function nodeName(project: string, { namespace, name }: ForeignName): string {
  if (namespace === ownNamespace(project) && isFreeName(name)) return name;
  const plain = `${namespace}/${name}`;
  if (isFreeName(plain) && namespace.length + 1 === lengthOfNamespace(plain)) return plain;
  const mark = createHash('sha256')
    .update(JSON.stringify([namespace, name]))
    .digest('hex')
    .slice(0, MARK);
  const shown = [
    ...plain
      .slice(0, 2 * LONGEST_NAME)
      .replace(UNPRINTABLE, ' ')
      .normalize(),
  ];
  return `${shown
    .slice(0, LONGEST_NAME - MARK - 2)
    .join('')
    .trim()} #${mark}`;
}

/** As far as the "/" that a reader would divide it at. */
function lengthOfNamespace(plain: string): number {
  const authority = AUTHORITY.exec(plain)?.[0];
  return authority?.length ?? plain.indexOf('/') + 1;
}
