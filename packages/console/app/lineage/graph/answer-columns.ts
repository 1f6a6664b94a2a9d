import type { ColumnLink, LineageLink } from './lineage-types.js';

/** Whether a link of an answer is one of `columnEdges`, which name what leads to what within it. */
export const isColumnLink = (link: LineageLink | ColumnLink): link is ColumnLink =>
  isMember(link, 'fromMember') || isMember(link, 'toMember');

const isMember = (link: object, name: string): boolean => {
  const value: unknown = (link as Record<string, unknown>)[name];
  return value === null || typeof value === 'string';
};

/** `columnEdges` of a compact answer, `[number of the edge, member upstream, member downstream]`; undefined where it has none. */
export function readCompactColumns(
  value: unknown,
  links: readonly (LineageLink | undefined)[],
): readonly ColumnLink[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((each): ColumnLink[] => {
    const [number, fromMember, toMember]: unknown[] = Array.isArray(each) ? each : [];
    const link = typeof number === 'number' ? links[number] : undefined;
    if (link === undefined || !isText(fromMember) || !isText(toMember)) return [];
    const { from, to, kind } = link;
    return [{ from, to, kind, fromMember, toMember }];
  });
}

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';
