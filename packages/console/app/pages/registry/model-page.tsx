import { Link, useParams } from 'react-router';
import { lineageAddress } from '../../lineage/page/addresses.js';
import { shortened } from '../../lineage/view/card-size.js';
import { Facts, Section } from '../parts/facts.js';
import { PageFrame, useAsOf } from '../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../parts/states.js';
import { useQuestion } from '../parts/use-question.js';
import { Ago, figure, type Named, NodeLink } from '../parts/values.js';
import { type Move, Moves } from './moves.js';

const MODEL_QUERY = `query Model($ref: Ref!, $asOf: DateTime) {
  model(ref: $ref) {
    id kind label description owner createdAt createdBy
    tags { key value }
    versions(first: 50) {
      nodes {
        id kind label version description createdAt createdBy
        stage(asOf: $asOf)
        aliases(asOf: $asOf)
        metrics { name value }
        run { id kind label }
        deployments { id kind label }
        signature { ref }
      }
    }
    history(asOf: $asOf, first: 50) { nodes { at by from kind name reason to modelVersion { id kind label } } }
  }
}`;

interface ShownVersion extends Named {
  readonly version: number;
  readonly description: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly stage: string;
  readonly aliases: readonly string[];
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly run: Named | null;
  readonly deployments: readonly Named[];
  readonly signature: readonly { readonly ref: string }[];
}

interface ShownModel extends Named {
  readonly description: string | null;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly versions: { readonly nodes: readonly ShownVersion[] };
  readonly history: { readonly nodes: readonly Move[] };
}

const MOST_METRICS = 4;

/** A model: its versions with what they are called, where they serve and how good they are, and how it came to that. */
export default function ModelPage() {
  const { '*': ref = '' } = useParams();
  const asOf = useAsOf();
  const variables = { ref, ...(asOf !== undefined && { asOf }) };
  const { data, error } = useQuestion<{ model: ShownModel | null }>(MODEL_QUERY, variables);
  const model = data?.model;
  const versions = (model?.versions.nodes ?? []).filter(({ createdAt }) => asOf === undefined || createdAt <= asOf);
  const metrics = [...new Set(versions.flatMap((version) => version.metrics.map(({ name }) => name)))].slice(
    0,
    MOST_METRICS,
  );
  return (
    <PageFrame
      above={[['Models', '/models']]}
      title={ref}
      reference={ref}
      query={MODEL_QUERY}
      variables={variables}
      timed
    >
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {model === null ? <Empty how="{ models(first: 10) { nodes { label } } }">No model is called {ref}.</Empty> : null}
      {model == null ? null : (
        <>
          <Facts
            facts={[
              ['Owner', model.owner],
              ['Since', <Ago key="a" time={model.createdAt} />],
              ['By', model.createdBy],
              ['Tags', model.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
              ['About', model.description],
            ]}
          />
          <Section title="Versions" count={versions.length} empty="None was there yet.">
            <table className="page-list">
              <thead>
                <tr>
                  {['Version', 'Stage', 'Aliases', 'Serves', 'Made by', 'Registered', 'Reads'].map((word) => (
                    <th key={word} scope="col">
                      {word}
                    </th>
                  ))}
                  {metrics.map((name) => (
                    <th key={name} scope="col" className="number">
                      {shortened(name, 24)}
                    </th>
                  ))}
                  <th scope="col">Compare</th>
                </tr>
              </thead>
              <tbody>
                {versions.map((version, index) => (
                  <tr key={version.id}>
                    <th scope="row" title={version.description ?? undefined}>
                      <a href={lineageAddress(version.label)}>{shortened(version.label, 60)}</a>
                    </th>
                    <td data-of="Stage">{version.stage}</td>
                    <td data-of="Aliases">
                      {version.aliases.map((alias) => (
                        <State key={alias} word="current" text={alias} />
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
                    <td data-of="Compare">
                      <Difference older={versions[index + 1]} newer={version} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Runs versions={versions} />
          <Moves moves={model.history.nodes} />
        </>
      )}
    </PageFrame>
  );
}

/** Two versions as one graph. */
function Difference({ older, newer }: { readonly older: ShownVersion | undefined; readonly newer: ShownVersion }) {
  if (older === undefined) return null;
  const search = new URLSearchParams({ diff: older.label, with: newer.label });
  return <a href={lineageAddress(newer.label, `?${search}`)}>with @{older.version}</a>;
}

function Runs({ versions }: { readonly versions: readonly ShownVersion[] }) {
  const runs = versions.flatMap(({ run }) => (run === null ? [] : [run.id]));
  if (runs.length < 2) return null;
  return (
    <p className="page-bar">
      <Link to={`/compare?runs=${runs.slice(0, 10).join(',')}`}>Compare the runs that made them</Link>
    </p>
  );
}
