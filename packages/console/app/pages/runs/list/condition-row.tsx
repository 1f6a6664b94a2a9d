import { FIELDS, METRIC_VALUES } from './filter-fields.js';
import type { Condition } from './filter-tree.js';

export interface ConditionRowProps {
  readonly condition: Condition;
  readonly change: (next: Condition) => void;
  readonly remove: () => void;
}

/** One condition: about what, of which name, how compared, with what. */
export function ConditionRow({ condition, change, remove }: ConditionRowProps) {
  const { field, not = false, name = '', of = 'LAST', op, value = '' } = condition;
  const look = FIELDS[field];
  if (look === undefined) return null;
  return (
    <span className="run-condition">
      <select
        aria-label="Whether it holds"
        value={String(not)}
        onChange={({ target }) => change({ ...condition, not: target.value === 'true' })}
      >
        <option value="false">is</option>
        <option value="true">is not</option>
      </select>
      <select
        aria-label="About what"
        value={field}
        onChange={({ target }) => change({ field: target.value, not, name, value })}
      >
        {Object.entries(FIELDS).map(([key, { word }]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
      {look.named ? (
        <input
          name="name"
          aria-label={`Name of the ${look.word.replace('has ', '')}`}
          placeholder="name"
          value={name}
          list={`run-names-${field.replace('has', '').toLowerCase()}`}
          onChange={({ target }) => change({ ...condition, name: target.value })}
        />
      ) : null}
      {field === 'metrics' ? (
        <select
          aria-label="Which of its values"
          value={of}
          onChange={({ target }) => change({ ...condition, of: target.value })}
        >
          {METRIC_VALUES.map((each) => (
            <option key={each} value={each}>
              {each.toLowerCase()}
            </option>
          ))}
        </select>
      ) : null}
      {look.ops === undefined ? null : (
        <select
          aria-label="How it is compared"
          value={op ?? look.ops[0]?.[0]}
          onChange={({ target }) => change({ ...condition, op: target.value })}
        >
          {look.ops.map(([each, word]) => (
            <option key={each} value={each}>
              {word}
            </option>
          ))}
        </select>
      )}
      <Value condition={condition} change={change} value={value} />
      <button type="button" aria-label="Take the condition away" onClick={remove}>
        ×
      </button>
    </span>
  );
}

function Value({ condition, change, value }: Omit<ConditionRowProps, 'remove'> & { readonly value: string }) {
  const kind = FIELDS[condition.field]?.value;
  const put = (next: string) => change({ ...condition, value: next });
  if (kind === 'none' || kind === undefined) return null;
  if (typeof kind === 'object')
    return (
      <select aria-label="With what" value={value} onChange={({ target }) => put(target.value)}>
        <option value="" />
        {kind.map((each) => (
          <option key={each} value={each}>
            {each.toLowerCase()}
          </option>
        ))}
      </select>
    );
  if (kind === 'time') return <TimeValue value={value} put={put} />;
  return (
    <input
      name="value"
      aria-label="With what"
      placeholder={kind === 'number' ? '0.8' : 'text'}
      inputMode={kind === 'number' ? 'decimal' : 'text'}
      value={value}
      onChange={({ target }) => put(target.value)}
    />
  );
}

/** Written in the time of the place where one is, kept in that of the API. */
function TimeValue({ value, put }: { readonly value: string; readonly put: (value: string) => void }) {
  const time = Date.parse(value);
  const local = Number.isNaN(time)
    ? ''
    : new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return (
    <input
      type="datetime-local"
      aria-label="With what"
      value={local}
      onChange={({ target }) => put(target.value === '' ? '' : new Date(target.value).toISOString())}
    />
  );
}
