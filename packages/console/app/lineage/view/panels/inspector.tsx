import { useEffect } from 'react';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import type { Difference } from '../../ask/load-diff.js';
import { kindLook } from '../../graph/kinds.js';
import type { LoadedGraph } from '../../graph/loaded-graph.js';
import { shortened } from '../card/card-size.js';
import { KindIcon } from '../card/icons.js';
import type { ChangeView, PictureView } from '../picture-view.js';
import { useFacts } from '../state/picture-context.js';
import type { ImpactShown } from '../state/use-impact.js';
import type { Paths } from '../state/use-paths.js';
import { ImpactStrip } from './impact-strip.js';
import { Strip } from './strip.js';

export interface InspectorProps {
  readonly view: PictureView;
  readonly change: ChangeView;
  readonly facts: FactsOnSight;
  readonly loaded: LoadedGraph | undefined;
  readonly difference: Difference | undefined;
  readonly paths: Paths;
  readonly impact: ImpactShown;
  readonly pageOf: (label: string) => string;
}

/** Below the picture: what was chosen, and what can be done with it. */
export function Inspector(props: InspectorProps) {
  const { view, change, difference, paths, impact, loaded } = props;
  const nameOf = (id: string) => shortened(loaded?.nodes.get(id)?.label ?? id, 60);
  return (
    <>
      {view.diff === undefined ? null : (
        <Strip onClose={() => change({ diff: undefined, windows: {} })} title="What is different">
          <strong>
            <bdi>{shortened(view.diff[0], 60)}</bdi> → <bdi>{shortened(view.diff[1], 60)}</bdi>
          </strong>
          <ul className="lineage-sentences">
            {difference?.sentences.slice(0, 40).map((sentence) => (
              <li key={sentence}>
                <bdi>{shortened(sentence)}</bdi>
              </li>
            ))}
          </ul>
        </Strip>
      )}
      {view.from === undefined ? null : (
        <Strip onClose={() => change({ from: undefined, to: undefined })} title="Ways between two nodes">
          <strong>
            <bdi>{nameOf(view.from)}</bdi> → {view.to === undefined ? 'choose where to' : <bdi>{nameOf(view.to)}</bdi>}
          </strong>
          {paths.problem === undefined ? null : <span role="alert">{paths.problem}</span>}
          {paths.found === undefined ? null : (
            <span role="status">
              {paths.found.count === 0
                ? 'no way leads from one to the other'
                : `${paths.found.count} way${paths.found.count === 1 ? '' : 's'}`}
              {paths.found.more ? ', and others' : ''}
            </span>
          )}
        </Strip>
      )}
      {view.impact === undefined ? null : (
        <ImpactStrip view={view} change={change} impact={impact} label={nameOf(view.impact)} />
      )}
      {view.selected === undefined ? null : <Chosen key={view.selected} {...props} id={view.selected} />}
    </>
  );
}

function Chosen({ id, view, change, facts, loaded, pageOf }: InspectorProps & { readonly id: string }) {
  const known = useFacts(facts, id);
  useEffect(() => facts.want(id), [facts, id]);
  const node = loaded?.nodes.get(id);
  const label = known?.label ?? node?.label ?? id;
  const kind = known?.kind ?? node?.kind ?? '';
  const other = view.diff === undefined && kind === 'MODEL_VERSION' ? otherVersion(id, label, loaded) : undefined;
  const between = view.from !== undefined && view.to === undefined && view.from !== id;
  return (
    <Strip title="The chosen node" onClose={() => change({ selected: undefined })}>
      <KindIcon kind={kind} />
      <strong title={shortened(label, 1_000)}>
        <bdi>{shortened(label, 80)}</bdi>
      </strong>
      <span>{kindLook(kind).word}</span>
      {known === undefined ? null : (
        <span>
          {known.line === '' ? '' : `${known.line} · `}
          <time dateTime={known.createdAt} title={known.createdAt}>
            {ago(known.createdAt)}
          </time>{' '}
          by <bdi>{shortened(known.createdBy, 40)}</bdi>
          {known.owner === null ? '' : `, owner ${shortened(known.owner, 40)}`}
        </span>
      )}
      {known?.description ? <q>{shortened(known.description, 160)}</q> : null}
      <span className="lineage-actions">
        <button type="button" onClick={() => change(between ? { to: id } : { from: id, to: undefined })}>
          {between ? 'Ways to here' : 'Ways from here'}
        </button>
        <button type="button" onClick={() => change({ impact: id, selected: undefined })}>
          What would break
        </button>
        {other === undefined ? null : (
          <button type="button" onClick={() => change({ diff: other, selected: undefined, windows: {} })}>
            Compare with <bdi>{shortened(other[0] === label ? other[1] : other[0], 40)}</bdi>
          </button>
        )}
        <button
          type="button"
          title="Copy the reference"
          onClick={() => void navigator.clipboard?.writeText(refOf(id, kind, label))}
        >
          Copy
        </button>
        <a href={pageOf(refOf(id, kind, label))}>Open alone</a>
      </span>
    </Strip>
  );
}

/** A run has nothing but its id to be called by. */
const refOf = (id: string, kind: string, label: string): string => (kind === 'RUN' ? id : label);

/** The next version of the same model that the picture holds, the older one first. */
function otherVersion(id: string, label: string, loaded: LoadedGraph | undefined): [string, string] | undefined {
  const [, name, version] = /^(.*)@(\d+)$/s.exec(label) ?? [];
  if (name === undefined) return undefined;
  const others = [...(loaded?.nodes.values() ?? [])].filter(
    (node) => node.kind === 'MODEL_VERSION' && node.id !== id && node.label.startsWith(`${name}@`),
  );
  const numberOf = (text: string) => Number(/@(\d+)$/.exec(text)?.[1] ?? 0);
  const [nearest] = others.sort(
    (a, b) => Math.abs(numberOf(a.label) - Number(version)) - Math.abs(numberOf(b.label) - Number(version)),
  );
  if (nearest === undefined) return undefined;
  return numberOf(nearest.label) < Number(version) ? [nearest.label, label] : [label, nearest.label];
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function ago(time: string): string {
  const seconds = (Date.now() - Date.parse(time)) / 1_000;
  const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.round(seconds / size), unit);
}
