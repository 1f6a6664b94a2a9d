import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { State } from '../../parts/states.js';
import { Ago, figure, NodeLink } from '../../parts/values.js';
import type { Comparison } from './deployment.js';

/** Champion, challengers and shadows side by side: share, lookups, and every metric that tells them apart. */
export function Challengers({ comparison: { versions, metrics } }: { readonly comparison: Comparison }) {
  if (versions.length === 0) return null;
  const champion = versions[0]?.modelVersion.id;
  return (
    <Section title="Champion and challengers">
      <table>
        <thead>
          <tr>
            <td />
            {versions.map(({ modelVersion, role }) => (
              <th key={modelVersion.id} scope="col">
                <NodeLink node={modelVersion} />{' '}
                <State word={modelVersion.id === champion ? 'current' : role} text={role.toLowerCase()} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Share</th>
            {versions.map(({ modelVersion, trafficPercent }) => (
              <td key={modelVersion.id}>{trafficPercent} %</td>
            ))}
          </tr>
          <tr>
            <th scope="row">Lookups</th>
            {versions.map(({ modelVersion, lookupsPerMinute, lastReadAt }) => (
              <td key={modelVersion.id}>
                {figure(lookupsPerMinute)} / min{' '}
                {lastReadAt === null ? null : (
                  <small>
                    last <Ago time={lastReadAt} />
                  </small>
                )}
              </td>
            ))}
          </tr>
          {metrics.map(({ name, goal, values, sources }) => (
            <tr key={name}>
              <th scope="row">
                {shortened(name, 60)}{' '}
                {goal === null ? null : <small>{goal === 'MAX' ? 'higher is better' : 'lower is better'}</small>}
              </th>
              {versions.map(({ modelVersion }, index) => (
                <td key={modelVersion.id} title={sources[index] ?? undefined}>
                  {values[index] == null ? '—' : figure(values[index])}{' '}
                  {index === 0 ? null : <Against value={values[index]} champion={values[0]} goal={goal} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface AgainstProps {
  readonly value: number | string | null | undefined;
  readonly champion: number | string | null | undefined;
  readonly goal: 'MAX' | 'MIN' | null;
}

/** How much more or less than the champion, and whether that is better. */
function Against({ value, champion, goal }: AgainstProps) {
  if (typeof value !== 'number' || typeof champion !== 'number' || value === champion) return null;
  const more = value - champion;
  const word = goal === null ? '' : more > 0 === (goal === 'MAX') ? ' better' : ' worse';
  return (
    <small>
      {more > 0 ? '+' : '−'}
      {figure(Math.abs(more))}
      {word}
    </small>
  );
}
