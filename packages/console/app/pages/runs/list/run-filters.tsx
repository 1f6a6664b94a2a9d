import { type FormEvent, useState } from 'react';
import { type RunView, readCondition, STATUSES, TYPES } from './run-search.js';

export interface RunFiltersProps {
  readonly view: RunView;
  readonly change: (next: Partial<RunView>) => void;
}

/** What runs are to be like; each condition can be taken away again. */
export function RunFilters({ view, change }: RunFiltersProps) {
  const [problem, setProblem] = useState<string>();
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('condition') ?? '').trim();
    if (text === '') return;
    if (readCondition(text) === undefined)
      return setProblem(
        `"${text}" is no condition; write the name of a metric, > or < or =, and a number: roc_auc > 0.6`,
      );
    setProblem(undefined);
    event.currentTarget.reset();
    change({ metrics: [...new Set([...view.metrics, text])] });
  };
  return (
    <div className="page-filters">
      <input
        type="search"
        aria-label="Name contains"
        placeholder="Name contains"
        defaultValue={view.name}
        onChange={({ target }) => change({ name: target.value })}
      />
      <Choice word="Status" all={STATUSES} chosen={view.statuses} put={(statuses) => change({ statuses })} />
      <Choice word="Type" all={TYPES} chosen={view.types} put={(types) => change({ types })} />
      <form onSubmit={add}>
        <input name="condition" aria-label="Condition on a metric" placeholder="roc_auc > 0.6" />
        <button type="submit">Add</button>
      </form>
      {view.metrics.map((text) => (
        <button
          key={text}
          type="button"
          className="page-tag"
          title="Take this condition away"
          onClick={() => change({ metrics: view.metrics.filter((each) => each !== text) })}
        >
          {text} ×
        </button>
      ))}
      {problem === undefined ? null : <span role="alert">{problem}</span>}
    </div>
  );
}

interface ChoiceProps {
  readonly word: string;
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly put: (chosen: string[]) => void;
}

function Choice({ word, all, chosen, put }: ChoiceProps) {
  return (
    <fieldset>
      <legend>{word}</legend>
      {all.map((each) => (
        <label key={each}>
          <input
            type="checkbox"
            checked={chosen.includes(each)}
            onChange={({ target }) =>
              put(target.checked ? [...chosen, each] : chosen.filter((other) => other !== each))
            }
          />{' '}
          {each.toLowerCase()}
        </label>
      ))}
    </fieldset>
  );
}
