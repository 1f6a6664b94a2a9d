import { type FormEvent, useState } from 'react';
import { ConditionRow } from './condition-row.js';
import { EMPTY, filterOfPart, type Group, groupOfText, isGroup, type Part } from './filter-tree.js';

export interface FilterBuilderProps {
  /** The filter of the API as it stands in the address. */
  readonly text: string;
  readonly put: (text: string) => void;
}

const DEEPEST = 6;
const NEW = { field: 'metrics' } as const;

/** Conditions joined by and, or and not, as deep as one likes; they count as soon as one applies them. */
export function FilterBuilder({ text, put }: FilterBuilderProps) {
  const [draft, setDraft] = useState(() => ({ of: text, group: groupOfText(text) }));
  const [problem, setProblem] = useState<string>();
  // Somebody went back, or chose a view: what stands in the address goes before what was being written.
  const group = draft.of === text ? draft.group : groupOfText(text);
  const change = (next: Part) => setDraft({ of: text, group: isGroup(next) ? next : EMPTY });
  const apply = (event: FormEvent) => {
    event.preventDefault();
    try {
      const filter = filterOfPart(group);
      const next = filter === undefined ? '' : JSON.stringify(filter);
      setProblem(undefined);
      setDraft({ of: next, group });
      put(next);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form className="run-builder" aria-label="Conditions" onSubmit={apply}>
      <GroupRow group={group} depth={0} change={change} />
      <p className="page-bar">
        <button type="submit">Apply</button>
        <button
          type="button"
          onClick={() => {
            setDraft({ of: '', group: EMPTY });
            setProblem(undefined);
            put('');
          }}
        >
          Clear
        </button>
        {problem === undefined ? null : <span role="alert">{problem}</span>}
      </p>
    </form>
  );
}

const JOINS = [
  ['and', false, 'All of these hold'],
  ['or', false, 'Any of these holds'],
  ['and', true, 'Not all of these hold'],
  ['or', true, 'None of these holds'],
] as const;

interface GroupRowProps {
  readonly group: Group;
  readonly depth: number;
  readonly change: (next: Group) => void;
  readonly remove?: () => void;
}

function GroupRow({ group, depth, change, remove }: GroupRowProps) {
  const { join, not = false, parts } = group;
  const put = (next: readonly Part[]) => change({ ...group, parts: next });
  return (
    <fieldset className="run-group">
      <legend className="visually-hidden">Conditions</legend>
      <span className="run-group-head">
        <select
          aria-label="How they are joined"
          value={`${join} ${not}`}
          onChange={({ target }) => {
            const [next, isNot] = target.value.split(' ');
            change({ join: next === 'or' ? 'or' : 'and', parts, ...(isNot === 'true' && { not: true }) });
          }}
        >
          {JOINS.map(([each, isNot, word]) => (
            <option key={word} value={`${each} ${isNot}`}>
              {word}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => put([...parts, NEW])}>
          + Condition
        </button>
        {depth < DEEPEST ? (
          <button type="button" onClick={() => put([...parts, { join: join === 'and' ? 'or' : 'and', parts: [NEW] }])}>
            + Group
          </button>
        ) : null}
        {remove === undefined ? null : (
          <button type="button" aria-label="Take the group away" onClick={remove}>
            ×
          </button>
        )}
      </span>
      {parts.map((part, index) => {
        const changePart = (next: Part) => put(parts.map((each, at) => (at === index ? next : each)));
        const removePart = () => put(parts.filter((_, at) => at !== index));
        return isGroup(part) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
          <GroupRow key={index} group={part} depth={depth + 1} change={changePart} remove={removePart} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
          <ConditionRow key={index} condition={part} change={changePart} remove={removePart} />
        );
      })}
    </fieldset>
  );
}
