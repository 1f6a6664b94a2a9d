import { useState } from 'react';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { State } from '../../parts/states.js';
import { Ago, NodeLink } from '../../parts/values.js';
import type { PastBinding, ShownBinding } from './deployment.js';

/** Of a history that may be long. */
const AT_ONCE = 50;
const HEADS = ['Version', 'Share', 'Stage', 'Aliases', 'Since'];

/** Who has which share of the traffic. */
export function Split({ bindings }: { readonly bindings: readonly ShownBinding[] }) {
  return (
    <Section title="Split" count={bindings.length} empty="No version served.">
      <div className="page-split" aria-hidden="true">
        {bindings
          .filter(({ trafficPercent }) => trafficPercent > 0)
          .map(({ trafficPercent, modelVersion }) => (
            <span key={modelVersion.id} style={{ flexGrow: trafficPercent }}>
              {trafficPercent} %
            </span>
          ))}
      </div>
      <table className="page-list">
        <thead>
          <tr>
            {HEADS.map((word) => (
              <th key={word} scope="col" className={word === 'Share' ? 'number' : undefined}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bindings.map(({ trafficPercent, modelVersion, validFrom, deployedBy }) => (
            <tr key={modelVersion.id}>
              <th scope="row">
                <NodeLink node={modelVersion} />
              </th>
              <td data-of="Share" className="number">
                {trafficPercent === 0 ? 'shadow' : `${trafficPercent} %`}
              </td>
              <td data-of="Stage">{modelVersion.stage}</td>
              <td data-of="Aliases">
                {modelVersion.aliases.map((alias) => (
                  <State key={alias} word="current" text={shortened(alias, 30)} />
                ))}
              </td>
              <td data-of="Since">
                <Ago time={validFrom} /> by <bdi>{shortened(deployedBy, 30)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Who served before, newest first. */
export function WhoServed({ history }: { readonly history: readonly PastBinding[] }) {
  const [most, setMost] = useState(AT_ONCE);
  return (
    <Section title="Who served" count={history.length} empty="Nobody yet.">
      <ol className="page-timeline">
        {history.slice(0, most).map(({ trafficPercent, modelVersion, validFrom, validTo, deployedBy, endedBy }) => (
          <li key={`${validFrom} ${modelVersion.id} ${trafficPercent}`}>
            <strong>{trafficPercent} %</strong> <NodeLink node={modelVersion} /> from <Ago time={validFrom} /> by{' '}
            <bdi>{shortened(deployedBy, 30)}</bdi>
            {validTo === null ? (
              ', until now'
            ) : (
              <>
                {' '}
                until <Ago time={validTo} /> by <bdi>{shortened(endedBy ?? '', 30)}</bdi>
              </>
            )}
          </li>
        ))}
      </ol>
      {history.length > most ? (
        <button type="button" className="page-more" onClick={() => setMost(most + AT_ONCE)}>
          {(history.length - most).toLocaleString('en')} more
        </button>
      ) : null}
    </Section>
  );
}
