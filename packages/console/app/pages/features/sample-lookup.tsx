import { type FormEvent, useState } from 'react';
import { Section } from '../parts/facts.js';
import { Problem } from '../parts/states.js';
import { useQuestion } from '../parts/use-question.js';
import { Ago, figure } from '../parts/values.js';

const LOOKUP_QUERY = `query Lookup($features: [Ref!]!, $entities: EntityKeys!) {
  onlineFeatures(features: $features, entities: $entities) { columns { ref } values statuses eventTimes }
}`;

interface Lookup {
  readonly onlineFeatures: {
    readonly columns: readonly { readonly ref: string }[];
    readonly values: readonly (readonly unknown[])[];
    readonly statuses: readonly (readonly string[])[];
    readonly eventTimes: readonly (readonly (string | null)[])[];
  };
}

/** What a model would read now for a key, which one writes by hand. */
export function SampleLookup({ version, sample }: { readonly version: string; readonly sample: unknown }) {
  const [key, setKey] = useState(sample);
  const [problem, setProblem] = useState<string>();
  const { data, error } = useQuestion<Lookup>(
    LOOKUP_QUERY,
    { features: [`${version}:*`], entities: [key] },
    { enabled: key !== undefined },
  );
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      setKey(JSON.parse(String(new FormData(event.currentTarget).get('key') ?? '')));
      setProblem(undefined);
    } catch {
      setProblem('A key is a JSON object, such as {"airport": "SEA"}.');
    }
  };
  const table = data?.onlineFeatures;
  return (
    <Section title="Look up">
      <form className="page-filters" onSubmit={look}>
        <input
          name="key"
          aria-label="Key"
          defaultValue={sample === undefined ? '' : JSON.stringify(sample)}
          placeholder='{"airport": "SEA"}'
        />
        <button type="submit">Look up</button>
        {problem === undefined ? null : <span role="alert">{problem}</span>}
      </form>
      <Problem error={error} />
      {table === undefined ? null : (
        <table aria-label="Values">
          <tbody>
            {table.columns.map(({ ref }, column) => (
              <tr key={ref}>
                <th scope="row">{ref.replace(/^.*:/s, '')}</th>
                <td className="number">{figure(table.values[0]?.[column])}</td>
                <td>{table.statuses[0]?.[column]?.toLowerCase().replace('_', ' ')}</td>
                <td>
                  <Ago time={table.eventTimes[0]?.[column]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
