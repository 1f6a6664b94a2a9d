import type { Queryable } from '../../platform/database/queryable.js';
import { notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { checkFreeName } from '../names/free-name.js';
import type { Caller } from '../nodes/caller.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import type { References, ResolvedRef } from './references.js';

/** `theirs::flights@3`, or with a project whose name has more in it `"Team A"::flights@3`. */
const ACROSS = /^(?:"((?:[^"]|"")*)"|([^\s"@:/~]+))::(.*)$/s;

interface AcrossRef {
  /** As it was written. */
  readonly text: string;
  readonly project: string;
  readonly ref: string;
}

/**
 * Resolves references that may lead into other projects, as what something was made from may: `theirs::flights@3`. Whoever may not read the
 * graph there is told the same as where there is no such project.
 */
export async function resolveAcross(
  db: Queryable,
  references: References,
  caller: Caller,
  refs: readonly string[],
  wanted?: readonly NodeKind[],
): Promise<ResolvedRef[]> {
  const split = refs.map((text) => splitProject(text, caller.project));
  const resolved = new Map<string, ResolvedRef>();
  for (const project of new Set(split.map((each) => each.project))) {
    const own = split.filter((each) => each.project === project);
    const [first] = own;
    if (first !== undefined && !caller.may('graph:read', project)) throw unseen(first);
    const found = await references.resolveAll(
      db,
      project,
      own.map(({ ref }) => ref),
      wanted,
    );
    for (const [index, each] of own.entries()) {
      const node = found[index];
      if (node !== undefined) resolved.set(each.text, node);
    }
  }
  return refs.map((text) => {
    const node = resolved.get(text);
    if (node === undefined) throw new Error('unreachable: one reference gives one node');
    return node;
  });
}

function splitProject(text: string, own: string): AcrossRef {
  const [, quoted, plain, ref] = ACROSS.exec(text) ?? [];
  if (ref === undefined) return { text, project: own, ref: text };
  return { text, project: checkFreeName('a project', quoted?.replaceAll('""', '"') ?? plain ?? ''), ref };
}

function unseen({ text, project }: AcrossRef): Error {
  return notFound(
    `${inQuotes(text)} names nothing that you may see: you may not read the project ${inQuotes(project)}, or there is none.`,
    {
      found: text,
    },
  );
}

/** What stands before a reference into another project: `theirs::`; empty for one of the own project. */
export function projectPrefixOf(text: string): string {
  const ref = ACROSS.exec(text)?.[3];
  return ref === undefined ? '' : text.slice(0, text.length - ref.length);
}
