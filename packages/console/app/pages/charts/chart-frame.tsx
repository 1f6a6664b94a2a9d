import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { figure } from '../parts/values.js';
import { type Shown, watchZoom, type ZoomWatch } from './zoom.js';

use([AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** What a chart shows, as rows. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface ChartFrameProps {
  readonly title: string;
  /** What is to be known of it, such as what it leaves out. */
  readonly note?: string | undefined;
  readonly option: (text: string, ground: string) => EChartsCoreOption;
  readonly table: ChartTable;
  readonly onPick?: ((name: string) => void) | undefined;
  readonly height?: number;
  /** For a chart that zooms: what of its axis it shows, and who wants to know when that becomes another part. */
  readonly shown?: Shown | undefined;
  readonly onZoom?: ((shown: Shown | undefined) => void) | undefined;
}

const MOST_ROWS = 500;
const ZOOMS = {
  tabIndex: 0,
  role: 'group',
  'aria-label': 'Chart: + and - zoom, arrows move, 0 shows the whole',
  'aria-keyshortcuts': '+ - ArrowLeft ArrowRight 0',
} as const;

/** A drawn chart, with its numbers behind a toggle and as CSV. `option` is called with the colours of text and of what lies behind it. */
export function ChartFrame({ title, note, option, table, onPick, height = 240, shown, onZoom }: ChartFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const pick = useRef(onPick);
  pick.current = onPick;
  const zoom = useRef<ZoomWatch>(undefined);
  const zoomed = useRef(onZoom);
  zoomed.current = onZoom;
  const zooms = onZoom !== undefined;
  const [asTable, setAsTable] = useState(false);
  useEffect(() => {
    if (frame.current === null || asTable) return;
    const drawn = init(frame.current, undefined, { renderer: 'svg' });
    chart.current = drawn;
    drawn.on('click', ({ name, seriesName }) => pick.current?.(name || (seriesName ?? '')));
    if (zooms) zoom.current = watchZoom(drawn, (part) => zoomed.current?.(part));
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      zoom.current?.end();
      zoom.current = undefined;
      drawn.dispose();
      chart.current = undefined;
    };
  }, [asTable, zooms]);
  useEffect(() => {
    if (frame.current === null || asTable) return;
    const style = getComputedStyle(frame.current);
    const { color } = style;
    const ground = `hsl(${style.getPropertyValue('--color-base')})`;
    const base = { aria: { enabled: true }, animation: false, textStyle: { color, fontFamily: 'inherit' } };
    // What one has zoomed to stays when more points come.
    chart.current?.setOption({ ...base, ...option(color, ground) }, { replaceMerge: ['series', 'xAxis', 'yAxis'] });
    zoom.current?.look();
  }, [option, asTable]);
  return (
    <figure className="page-chart">
      <figcaption>
        <strong>{title}</strong>
        {shown === undefined || asTable ? null : (
          <button type="button" onClick={() => zoom.current?.whole()}>
            Whole
          </button>
        )}
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
        <a download={`${title}.csv`} href={csvOf(table)}>
          CSV
        </a>
      </figcaption>
      {asTable ? (
        <Numbers {...table} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a chart that listens to keys is a group with a name.
        <div {...(zooms && ZOOMS)} onKeyDown={(event) => zoom.current?.press(event)}>
          <div ref={frame} className="page-chart-frame" style={{ height }} />
        </div>
      )}
      {note === undefined ? null : <small>{note}</small>}
    </figure>
  );
}

function Numbers({ columns, rows }: ChartTable) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard.
    <section className="page-scroll page-numbers" tabIndex={0} aria-label="Numbers">
      <table>
        <thead>
          <tr>
            {columns.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name.
            <tr key={index}>
              {row.map((value, column) => (
                <td key={columns[column]} className={typeof value === 'number' ? 'number' : undefined}>
                  {figure(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS ? <p>and {(rows.length - MOST_ROWS).toLocaleString('en')} more in the CSV</p> : null}
    </section>
  );
}

/** What a spreadsheet would take for a formula stands behind an apostrophe, as in the export of runs. */
function csvOf({ columns, rows }: ChartTable): string {
  const cell = (value: unknown) => {
    if (typeof value === 'number') return String(value);
    const text = value == null ? '' : String(value);
    return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const lines = [columns, ...rows].map((row) => row.map(cell).join(','));
  return `data:text/csv;charset=utf-8,${encodeURIComponent(lines.join('\n'))}`;
}
