import { Link, useSearchParams } from 'react-router';
import { lineageAddress } from '../../../lineage/page/addresses.js';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Section } from '../../parts/facts.js';
import { State } from '../../parts/states.js';
import { Ago, figure, NodeLink } from '../../parts/values.js';
import type { ShownVersion } from './model.js';

const MOST_METRICS = 4;
const HEADS = ['Version', 'Stage', 'Aliases', 'Serves', 'Made by', 'Registered', 'Reads'];

export interface VersionsTableProps {
  readonly versions: readonly ShownVersion[];
  readonly hasMore: boolean;
  /** Which one is shown below. */
  readonly chosen: ShownVersion | undefined;
}

/** The versions of a model, newest first; a click on one shows its gates, approvals and files. */
export function VersionsTable({ versions, hasMore, chosen }: VersionsTableProps) {
  const [search] = useSearchParams();
  const all = [...new Set(versions.flatMap((version) => version.metrics.map(({ name }) => name)))];
  const metrics = all.slice(0, MOST_METRICS);
  const addressOf = (version: ShownVersion) => {
    const next = new URLSearchParams(search);
    next.set('version', String(version.version));
    return `?${next}`;
  };
  return (
    <Section title="Versions" count={versions.length} hasMore={hasMore} empty="None was there yet.">
      <table className="page-list">
        <thead>
          <tr>
            {HEADS.map((word) => (
              <th key={word} scope="col">
                {word}
              </th>
            ))}
            {metrics.map((name) => (
              <th key={name} scope="col" className="number">
                {shortened(name, 24)}
              </th>
            ))}
            <th scope="col">Lineage</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version, index) => (
            <tr key={version.id} data-chosen={version === chosen || undefined}>
              <th scope="row" title={shortened(version.description ?? '', 400) || undefined}>
                <Link to={addressOf(version)} aria-current={version === chosen ? 'true' : undefined}>
                  {shortened(version.label, 60)}
                </Link>
              </th>
              <td data-of="Stage">{version.stage}</td>
              <td data-of="Aliases">
                {version.aliases.map((alias) => (
                  <State key={alias} word="current" text={shortened(alias, 30)} />
                ))}
              </td>
              <td data-of="Serves">
                {version.deployments.map((deployment) => (
                  <NodeLink key={deployment.id} node={deployment} />
                ))}
              </td>
              <td data-of="Made by">{version.run === null ? '' : <NodeLink node={version.run} />}</td>
              <td data-of="Registered">
                <Ago time={version.createdAt} />
              </td>
              <td data-of="Reads" title={version.signature.map((feature) => feature.ref).join('\n')}>
                {version.signature.length} features
              </td>
              {metrics.map((name) => (
                <td key={name} data-of={name} className="number">
                  {figure(version.metrics.find((metric) => metric.name === name)?.value)}
                </td>
              ))}
              <td data-of="Lineage">
                <a href={lineageAddress(version.label)} title={`Lineage of ${shortened(version.label, 60)}`}>
                  graph
                </a>{' '}
                <Difference older={versions[index + 1]} newer={version} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > metrics.length ? (
        <small>{`${all.length - metrics.length} more metrics stand at each version.`}</small>
      ) : null}
    </Section>
  );
}

/** Two versions as one graph. */
function Difference({ older, newer }: { readonly older: ShownVersion | undefined; readonly newer: ShownVersion }) {
  if (older === undefined) return null;
  const search = new URLSearchParams({ diff: older.label, with: newer.label });
  return (
    <a href={lineageAddress(newer.label, `?${search}`)} title={`What differs from @${older.version}`}>
      with @{older.version}
    </a>
  );
}
