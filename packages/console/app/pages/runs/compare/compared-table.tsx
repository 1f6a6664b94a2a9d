import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { State } from '../../parts/states.js';
import { figure, NodeLink } from '../../parts/values.js';
import { type Compared, namesOf } from './compared.js';

interface Row {
  readonly what: string;
  readonly key: string;
  readonly word: ReactNode;
  readonly values: readonly unknown[];
  readonly differs: boolean;
  /** Which of them is the best, where that is defined. */
  readonly best?: number | undefined;
}

/** Runs beside each other, a column each: parameters, metrics, what they read and made, code and tags. */
export function ComparedTable({ compared }: { readonly compared: Compared }) {
  const { runs } = compared;
  const names = namesOf(runs);
  const rows = rowsOf(compared);
  return (
    <Section
      title="What differs"
      count={rows.length}
      empty="They have the same parameters, metrics, inputs, outputs, code and tags."
    >
      <table className="page-compare">
        <thead>
          <tr>
            <td />
            {runs.map(({ id }, index) => (
              <th key={id} scope="col">
                <Link to={`/runs/${id}`}>
                  <bdi>{shortened(names[index] ?? '', 40)}</bdi>
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, key, word, values, differs, best }) => (
            <tr key={`${what} ${key}`} data-differs={differs || undefined}>
              <th scope="row">
                <small>{what}</small> {word}
              </th>
              {values.map((value, index) => (
                <td key={runs[index]?.id} className={what === 'Metric' ? 'number' : undefined}>
                  {index === best ? <State word="current" text="best" /> : null}{' '}
                  <bdi>{shortened(figure(value), 120)}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function rowsOf({ parameters, metrics, inputs, outputs, code, tags }: Compared): readonly Row[] {
  const texts = (what: string, all: Compared['parameters']): Row[] =>
    all.map(({ name, values, differs }) => ({ what, key: name, word: shortened(name, 60), values, differs }));
  const links = (what: string, word: string, all: Compared['inputs']): Row[] =>
    all.map(({ node, role, has, differs }) => ({
      what,
      key: `${node.id} ${role}`,
      word: (
        <>
          <NodeLink node={node} /> {role === null ? null : <small>{role}</small>}
        </>
      ),
      values: has.map((each) => (each ? word : '')),
      differs,
    }));
  return [
    ...texts('Parameter', parameters),
    ...metrics.map(({ name, values, differs, goal }) => ({
      what: 'Metric',
      key: name,
      word: shortened(name, 60),
      values,
      differs,
      best: differs ? bestOf(values, goal) : undefined,
    })),
    ...links('Input', 'read', inputs),
    ...links('Output', 'made', outputs),
    ...texts('Code', code),
    ...texts('Tag', tags),
  ];
}

function bestOf(values: readonly (number | string | null)[], goal: 'MAX' | 'MIN' | null): number | undefined {
  const numbers = values.filter((value) => typeof value === 'number');
  if (goal === null || numbers.length < 2) return undefined;
  return values.indexOf(goal === 'MAX' ? Math.max(...numbers) : Math.min(...numbers));
}
