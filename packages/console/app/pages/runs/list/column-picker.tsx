import { type FormEvent, useState } from 'react';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { type Column, FACTS, headOf, isColumn, USUAL } from './columns.js';
import type { KnownNames } from './use-known-names.js';

export interface ColumnPickerProps {
  readonly columns: readonly Column[];
  readonly isChosen: boolean;
  readonly known: KnownNames;
  readonly put: (columns: readonly Column[] | undefined) => void;
}

const KINDS = [
  ['metric', 'last'],
  ['metric.best', 'best'],
  ['metric.min', 'least'],
  ['metric.max', 'most'],
  ['parameter', 'parameter'],
  ['tag', 'tag'],
] as const;

/** Which columns the list has; a metric, a parameter or a tag that no run of the list has can be written by hand. */
export function ColumnPicker({ columns, isChosen, known, put }: ColumnPickerProps) {
  const [wanted, setWanted] = useState('');
  const offered: readonly (readonly [word: string, all: readonly Column[]])[] = [
    ['Of each run', FACTS],
    ['Metrics', known.metrics.map((name) => `metric:${name}`)],
    ['Parameters', known.parameters.map((name) => `parameter:${name}`)],
    ['Tags', known.tags.map((name) => `tag:${name}`)],
  ];
  const offeredOnes = new Set(offered.flatMap(([, all]) => all));
  const others = columns.filter((column) => !offeredOnes.has(column));
  const fits = (column: Column) => headOf(column).toLowerCase().includes(wanted.trim().toLowerCase());
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const column = `${form.get('kind')}:${String(form.get('name') ?? '').trim()}`;
    if (isColumn(column)) put([...new Set([...columns, column])]);
    event.currentTarget.reset();
  };
  return (
    <div className="run-columns">
      <p className="page-bar">
        <input
          type="search"
          aria-label="Find a column"
          placeholder="Find a column"
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        <button type="button" disabled={!isChosen} onClick={() => put(undefined)}>
          As at first
        </button>
      </p>
      {[...offered, ['Others', others] as const].map(([word, all]) => {
        const shown = all.filter(fits);
        return shown.length === 0 ? null : (
          <fieldset key={word}>
            <legend>{word}</legend>
            {shown.map((column) => (
              <label key={column}>
                <input
                  type="checkbox"
                  checked={columns.includes(column)}
                  onChange={({ target }) =>
                    put(target.checked ? [...columns, column] : columns.filter((each) => each !== column))
                  }
                />{' '}
                <bdi>{shortened(headOf(column), 40)}</bdi>
              </label>
            ))}
          </fieldset>
        );
      })}
      <form className="page-bar" onSubmit={add}>
        <select name="kind" aria-label="What the column is of">
          {KINDS.map(([kind, word]) => (
            <option key={kind} value={kind}>
              {word}
            </option>
          ))}
        </select>
        <input name="name" aria-label="Name of the metric, parameter or tag" placeholder="name" maxLength={256} />
        <button type="submit">Add column</button>
      </form>
    </div>
  );
}

/** What stands there while nobody has chosen: what every run has, and the first metrics. */
export const usualColumns = (metrics: readonly string[]): readonly Column[] => [
  ...USUAL,
  ...metrics.map((name) => `metric:${name}`),
];
