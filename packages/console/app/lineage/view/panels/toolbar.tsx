import { useEffect, useRef, useState } from 'react';
import { DIFF_QUERY } from '../../ask/diff-answer.js';
import { IMPACT_QUERY } from '../../ask/load-impact.js';
import { LINEAGE_QUERY } from '../../ask/load-lineage.js';
import { PATHS_QUERY } from '../../ask/load-paths.js';
import type { LineageNode } from '../../graph/lineage-types.js';
import type { ShownGraph } from '../../graph/shown-graph.js';
import { shortened } from '../card/card-size.js';
import type { ChangeView, PictureView } from '../picture-view.js';
import type { PictureSource } from '../state/begin-lineage.js';
import { keysWith } from '../state/use-canvas-keys.js';
import type { Lineage } from '../state/use-lineage.js';
import { ExportMenu } from './export-menu.js';

export interface ToolbarProps {
  readonly view: PictureView;
  readonly change: ChangeView;
  readonly onQuery: (query: string, variables: object) => void;
  readonly shown: ShownGraph;
  readonly source: PictureSource;
  readonly nodes: ReadonlyMap<string, LineageNode> | undefined;
  readonly lineage: Lineage;
  readonly search: string;
  readonly found: ReadonlySet<string>;
  readonly onSearch: (text: string) => void;
  readonly findKey: string;
}

/** Above the picture: how much it shows, the search, and how it is drawn. */
export function Toolbar(props: ToolbarProps) {
  const { view, change, onQuery, shown, source, nodes, lineage, findKey } = props;
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const element = event.target as HTMLElement;
      const writes = element.matches('input, textarea, select, [contenteditable]');
      if (event.key === '?' && !writes && element.closest('.lineage, body > *') !== null) setHelp((was) => !was);
      if (event.key === 'Escape') setHelp(false);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const total = nodes?.size ?? 0;
  const missing = [...shown.hidden.values()].reduce((sum, each) => sum + each, 0);
  return (
    <header className="lineage-toolbar" role="toolbar" aria-label="Picture">
      <Search {...props} />
      <span className="lineage-count" role="status">
        {shown.nodes.length.toLocaleString('en')} of {Math.max(total, shown.nodes.length).toLocaleString('en')} nodes
        {missing > 0 ? <span className="lineage-torn"> · {missing.toLocaleString('en')} neighbours folded</span> : null}
        {lineage.away ? <span className="lineage-torn"> · the service is away, this is how it was</span> : null}
        {lineage.loaded?.missing === undefined ? null : (
          <span className="lineage-torn"> · {MISSING[lineage.loaded.missing] ?? 'not complete'}</span>
        )}
      </span>
      <span className="lineage-tools">
        <Toggle
          on={view.all}
          title="Draw everything that is there, up to a thousand nodes"
          onClick={() => change({ all: !view.all, windows: {} })}
        >
          All
        </Toggle>
        <Toggle
          on={view.folded}
          title="Fold versions into what they are versions of"
          onClick={() => change({ folded: !view.folded })}
        >
          {view.folded ? 'Names' : 'Versions'}
        </Toggle>
        <Toggle
          on={view.flow === 'DOWN'}
          title="Turn the picture"
          onClick={() =>
            change({
              flow: view.flow === undefined ? (isDown() ? 'RIGHT' : 'DOWN') : view.flow === 'DOWN' ? 'RIGHT' : 'DOWN',
            })
          }
        >
          Turn
        </Toggle>
        <Toggle on={view.table} title="The same as a table" onClick={() => change({ table: !view.table })}>
          Table
        </Toggle>
        <button
          type="button"
          title="The query of this picture, to run it"
          onClick={() => onQuery(...queryOf(view, source))}
        >
          Query
        </button>
        <ExportMenu />
        <Toggle on={help} title="Keys" onClick={() => setHelp(!help)}>
          ?
        </Toggle>
      </span>
      {help ? (
        <dl className="lineage-help" aria-label="Keys">
          {keysWith(findKey).map(([key, what]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </header>
  );
}

const MISSING: Readonly<Record<string, string>> = {
  ACCESS: 'part of it lies in projects that you may not see',
  TIME_LIMIT: 'it was too much to look through',
};

const isDown = (): boolean => document.querySelector('.lineage')?.getAttribute('data-flow') === 'DOWN';

interface ToggleProps {
  readonly on: boolean;
  readonly title: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Toggle({ on, title, onClick, children }: ToggleProps) {
  return (
    <button type="button" aria-pressed={on} title={title} onClick={onClick}>
      {children}
    </button>
  );
}

/** Finds cards by a part of their name, drawn or not, and goes from one to the next with Enter. */
function Search({ search, found, onSearch, nodes, change, view, findKey }: ToolbarProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const element = event.target as HTMLElement;
      if (event.key !== findKey || event.ctrlKey || event.metaKey || event.altKey) return;
      if (element.matches('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [findKey]);
  const ids = [...found];
  const next = (step: number) => {
    const at = ids.indexOf(view.selected ?? '');
    const id = ids[(at + step + ids.length) % ids.length];
    if (id !== undefined) change({ selected: id });
  };
  return (
    <span className="lineage-search">
      <input
        ref={field}
        type="search"
        value={search}
        placeholder={`Find in the graph  ${findKey}`}
        aria-label="Find in the graph"
        list="lineage-found"
        onChange={({ target }) => onSearch(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') next(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onSearch('');
        }}
      />
      {search === '' ? null : (
        <output>
          {ids.length === 0 ? 'none' : `${Math.max(0, ids.indexOf(view.selected ?? '')) + 1} of ${ids.length}`}
        </output>
      )}
      <datalist id="lineage-found">
        {search.length < 2
          ? null
          : ids.slice(0, 20).map((id) => <option key={id} value={shortened(nodes?.get(id)?.label ?? id)} />)}
      </datalist>
    </span>
  );
}

/** What gave the picture, as one would ask it by hand. */
function queryOf(
  { asOf, from, to, diff, impact, asked = 'DROP' }: PictureView,
  source: PictureSource,
): [string, object] {
  const then = asOf !== undefined && { asOf };
  if (diff !== undefined) return [DIFF_QUERY, { from: diff[0], to: diff[1] }];
  if (from !== undefined && to !== undefined) return [PATHS_QUERY, { from, to, ...then }];
  if (impact !== undefined) return [IMPACT_QUERY, { of: [impact], change: asked, ...then }];
  const of = 'of' in source ? source.of : source.part.nodes.slice(0, 1_000).map(({ id }) => id);
  const depth = 'of' in source ? 100 : 0;
  return [LINEAGE_QUERY, { of, direction: 'BOTH', depth, limit: 1_000, ...then }];
}
