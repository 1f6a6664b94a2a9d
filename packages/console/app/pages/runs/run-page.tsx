import { lazy, Suspense, useMemo } from 'react';
import { useParams } from 'react-router';
import { shortened } from '../../lineage/view/card-size.js';
import { Facts, Section } from '../parts/facts.js';
import { PageFrame } from '../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../parts/states.js';
import { Timeline, type TimelineEntry } from '../parts/timeline.js';
import { TIMELINE_FIELDS } from '../parts/timeline-fields.js';
import { useQuestion } from '../parts/use-question.js';
import { Ago, duration, figure, type Named, NodeLink } from '../parts/values.js';
import { type ArtifactEntry, Artifacts } from './artifacts.js';
import { useHistories } from './use-histories.js';

const Chart = lazy(() => import('../parts/chart.js'));

const RUN_QUERY = `query Run($id: ID!) {
  run(id: $id) {
    id kind label name type status message owner description createdBy createdAt startedAt endedAt
    experiment { name }
    parent { id kind label }
    code { repository commit entryPoint }
    parameters { name value }
    metrics { name last min max best step }
    tags { key value }
    inputs { role node { id kind label } }
    outputs { role node { id kind label } }
    artifacts(first: 50) { nodes { path isDir size contentType url } }
    timeline(first: 20) { nodes { ${TIMELINE_FIELDS} } }
  }
}`;

interface Link {
  readonly role: string | null;
  readonly node: Named;
}

interface ShownRun extends Named {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly message: string | null;
  readonly owner: string | null;
  readonly description: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly experiment: { readonly name: string };
  readonly parent: Named | null;
  readonly code: {
    readonly repository: string;
    readonly commit: string | null;
    readonly entryPoint: string | null;
  } | null;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly metrics: readonly {
    readonly name: string;
    readonly last: number;
    readonly min: number | null;
    readonly max: number | null;
    readonly best: number | null;
    readonly step: number;
  }[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly inputs: readonly Link[];
  readonly outputs: readonly Link[];
  readonly artifacts: { readonly nodes: readonly ArtifactEntry[] };
  readonly timeline: { readonly nodes: readonly TimelineEntry[] };
}

const LIVE_MS = 2_000;

/** One run: what it was given, what came of it, and how it went; as it goes on, while it does. */
export default function RunPage() {
  const { id = '' } = useParams();
  const { data, error } = useQuestion<{ run: ShownRun | null }>(RUN_QUERY, { id }, { every: LIVE_MS * 5 });
  const run = data?.run ?? undefined;
  const live = run?.status === 'RUNNING';
  const charted = useMemo(
    () =>
      run?.metrics
        .filter(({ step }) => step > 0)
        .map(({ name }) => name)
        .slice(0, 12) ?? [],
    [run],
  );
  const histories = useHistories(id, charted, live ? LIVE_MS : false);
  return (
    <PageFrame above={[['Runs', '/runs']]} title={run?.name ?? id} reference={id} query={RUN_QUERY} variables={{ id }}>
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {data?.run === null ? (
        <Empty how="{ runs(first: 10) { nodes { id name } } }">No run has the id {id}.</Empty>
      ) : null}
      {run === undefined ? null : (
        <>
          <Facts
            facts={[
              ['Status', <State key="s" word={run.status} />],
              ['Type', run.type.toLowerCase()],
              ['Experiment', run.experiment.name],
              ['Started', run.startedAt && <Ago key="a" time={run.startedAt} />],
              ['Took', duration(run.startedAt, run.endedAt)],
              ['By', run.createdBy],
              ['Owner', run.owner],
              ['Part of', run.parent && <NodeLink key="p" node={run.parent} />],
              [
                'Code',
                run.code && [run.code.repository, run.code.commit, run.code.entryPoint].filter(Boolean).join(' · '),
              ],
              ['Tags', run.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
              ['Said', run.message],
              ['About', run.description],
            ]}
          />
          <Section title="Metrics" count={run.metrics.length} empty="None was logged.">
            <table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  {['Last', 'Least', 'Most', 'Best', 'Step'].map((word) => (
                    <th key={word} scope="col" className="number">
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {run.metrics.map(({ name, last, min, max, best, step }) => (
                  <tr key={name}>
                    <th scope="row">{shortened(name, 60)}</th>
                    {[last, min, max, best].map((value, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: they are columns.
                      <td key={index} className="number">
                        {figure(value)}
                      </td>
                    ))}
                    <td className="number">{step}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          {histories.length === 0 ? null : (
            <Section title="How they went">
              <div className="page-charts">
                <Suspense fallback={<Waiting />}>
                  {histories.map((line) => (
                    <Chart key={line.name} title={line.name} axis="step" lines={[line]} />
                  ))}
                </Suspense>
              </div>
            </Section>
          )}
          <Section title="Parameters" count={run.parameters.length} empty="None was logged.">
            <table>
              <tbody>
                {run.parameters.map(({ name, value }) => (
                  <tr key={name}>
                    <th scope="row">{shortened(name, 60)}</th>
                    <td>
                      <bdi>{shortened(value, 300)}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Links title="Read" links={run.inputs} />
          <Links title="Made" links={run.outputs} />
          <Artifacts entries={run.artifacts.nodes} />
          <Timeline entries={run.timeline.nodes} />
        </>
      )}
    </PageFrame>
  );
}

function Links({ title, links }: { readonly title: string; readonly links: readonly Link[] }) {
  return (
    <Section title={title} count={links.length} empty="Nothing was logged.">
      <ul className="page-links">
        {links.map(({ role, node }) => (
          <li key={`${node.id} ${role}`}>
            <NodeLink node={node} /> {role === null ? '' : <small>{role}</small>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
