import type { Change } from '../graph/lineage-types.js';
import type { Diff, DiffFeature, DiffNode, Valued } from './diff-answer.js';

/** One thing that is different, in a few words. */
export interface Note {
  readonly change: Change;
  readonly text: string;
}

export type Notes = ReadonlyMap<string, readonly Note[]>;

/** What is different of each node, by its id: what a model reads and how good it is, how a run was made, what columns a dataset has. */
export function notesOf(diff: Diff, idOf: (label: string) => string | undefined): Notes {
  const notes = new Map<string, Note[]>();
  const put = (id: string | undefined, found: readonly Note[]) => {
    if (id !== undefined && found.length > 0) notes.set(id, [...(notes.get(id) ?? []), ...found]);
  };
  const makers = new Set(
    diff.edges.filter(({ to, kind }) => to === diff.to.id && kind === 'OUTPUT').map((e) => e.from),
  );
  const run = diff.nodes.find(({ id, kind, change }) => kind === 'RUN' && change === 'ADDED' && makers.has(id))?.id;
  put(diff.to.id, [...diff.features.map(featureNote), ...inputNotes(diff), ...diff.metrics.map(valueNote)]);
  put(run ?? diff.to.id, diff.parameters.map(valueNote));
  for (const { featureSet, ...code } of diff.code)
    put(featureSet === null ? (run ?? diff.to.id) : newest(diff, featureSet), [valueNote({ name: 'code', ...code })]);
  for (const { after, columns } of diff.datasets)
    put(
      idOf(after.at(-1) ?? ''),
      columns.map(({ column, ...each }) => valueNote({ name: column, ...each })),
    );
  for (const node of diff.nodes) if (node.change === 'CHANGED') put(node.id, describedNotes(node));
  return notes;
}

/** The version of a feature set that only the second has. */
function newest({ nodes }: Diff, featureSet: string): string | undefined {
  const own = ({ label, change }: DiffNode) => change !== 'REMOVED' && label.replace(/@\d+$/, '') === featureSet;
  return nodes.findLast((node) => node.kind === 'FEATURE_SET_VERSION' && own(node))?.id;
}

function featureNote({ feature, change, resourced, before, after }: DiffFeature): Note {
  const sources = (each: typeof before) => each?.sources.join(', ') || 'nothing';
  const how = resourced
    ? ` from ${sources(before)} → ${sources(after)}`
    : change === 'CHANGED' && before?.ref !== after?.ref
      ? ` ${version(before?.ref)} → ${version(after?.ref)}`
      : '';
  return { change, text: `${feature.replace(/^.*:/s, '')}${how}` };
}

const version = (ref = '') => /@\d+/.exec(ref)?.[0] ?? ref;

/** Values that come with the request are no features of the graph; the signature has them all the same. */
function inputNotes({ from, to, nodes }: Diff): Note[] {
  const inputs = (id: string, side: 'before' | 'after') => {
    const facts = nodes.find((node) => node.id === id)?.[side]?.facts as
      | { readonly requestInputs?: readonly { readonly name: string }[] }
      | undefined;
    return (facts?.requestInputs ?? []).map(({ name }) => name);
  };
  const [had, has] = [inputs(from.id, 'before'), inputs(to.id, 'after')];
  return [
    ...has.filter((name) => !had.includes(name)).map((name): Note => ({ change: 'ADDED', text: `${name}, asked for` })),
    ...had.filter((name) => !has.includes(name)).map((name): Note => ({ change: 'REMOVED', text: name })),
  ];
}

/** A value that came is told, of one that went its name is enough. */
export function valueNote({ name, change, before, after }: Valued): Note {
  if (change === 'ADDED') return { change, text: `${name} ${shown(after)}` };
  return { change, text: change === 'REMOVED' ? name : `${name} ${shown(before)} → ${shown(after)}` };
}

function describedNotes({ before, after }: DiffNode): Note[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.flatMap((name): Note[] => {
    const [was, is] = [before?.[name], after?.[name]];
    return JSON.stringify(was) === JSON.stringify(is)
      ? []
      : [valueNote({ name, change: 'CHANGED', before: was, after: is })];
  });
}

function shown(value: unknown): string {
  if (value == null) return 'none';
  if (typeof value === 'number') return String(Number(value.toPrecision(3)));
  return typeof value === 'string' ? value : JSON.stringify(value);
}
