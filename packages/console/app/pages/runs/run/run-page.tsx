import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useParams } from 'react-router';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { Files } from '../../files/files.js';
import { Facts, Section } from '../../parts/facts.js';
import { NodeTimeline, TIMELINE } from '../../parts/lists/node-timeline.js';
import type { TimelineEntry } from '../../parts/lists/timeline.js';
import type { Page } from '../../parts/lists/use-further.js';
import { PageFrame } from '../../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../../parts/states.js';
import { useQuestion } from '../../parts/use-question.js';
import { Ago, duration, figure, type Named, NodeLink } from '../../parts/values.js';

const MetricCharts = lazy(() => import('../../charts/metric-charts.js'));

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
    ${TIMELINE}
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
  readonly timeline: Page<TimelineEntry>;
}

const LIVE_MS = 2_000;
/** One that is lost goes on as soon as it is heard of again. */
const GOES_ON = ['PENDING', 'RUNNING', 'LOST'];

/** One run: what it was given, what came of it, and how it went; as it goes on, while it does. */
export default function RunPage() {
  const { id = '' } = useParams();
  // Until it has ended; its end is seen as soon.
  const [live, setLive] = useState(true);
  const { data, error } = useQuestion<{ run: ShownRun | null }>(RUN_QUERY, { id }, { every: live ? LIVE_MS : false });
  const run = data?.run ?? undefined;
  const goesOn = run === undefined || GOES_ON.includes(run.status);
  useEffect(() => setLive(goesOn), [goesOn]);
  const charted = useMemo(
    () => run?.metrics.filter(({ step, min, max }) => step !== 0 || min !== max).map(({ name }) => name) ?? [],
    [run],
  );
  const name = run?.name ?? '';
  const runs = useMemo(() => [{ id, name }], [id, name]);
  return (
    <PageFrame above={[['Runs', '/runs']]} title={run?.name ?? id} reference={id} query={RUN_QUERY} variables={{ id }}>
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {data?.run === null ? (
        <Empty how="{ runs(first: 10) { nodes { id name } } }">No run has the id {id}.</Empty>
      ) : null}
      {run === undefined ? null : (
        <>
          <RunFacts run={run} />
          <Metrics metrics={run.metrics} />
          <Suspense fallback={<Waiting />}>
            <MetricCharts runs={runs} metrics={charted} every={goesOn ? LIVE_MS : false} />
          </Suspense>
          <Parameters parameters={run.parameters} />
          <Links title="Read" links={run.inputs} />
          <Links title="Made" links={run.outputs} />
          <Files id={run.id} every={goesOn ? LIVE_MS * 5 : false} />
          <NodeTimeline id={run.id} timeline={run.timeline} />
        </>
      )}
    </PageFrame>
  );
}

function RunFacts({ run }: { readonly run: ShownRun }) {
  return (
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
        ['Code', run.code && [run.code.repository, run.code.commit, run.code.entryPoint].filter(Boolean).join(' · ')],
        ['Tags', run.tags.map(({ key, value }) => `${key}=${value}`).join(', ')],
        ['Said', run.message],
        ['About', run.description],
      ]}
    />
  );
}

function Metrics({ metrics }: { readonly metrics: ShownRun['metrics'] }) {
  return (
    <Section title="Metrics" count={metrics.length} empty="None was logged.">
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
          {metrics.map(({ name, last, min, max, best, step }) => (
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
  );
}

function Parameters({ parameters }: { readonly parameters: ShownRun['parameters'] }) {
  return (
    <Section title="Parameters" count={parameters.length} empty="None was logged.">
      <table>
        <tbody>
          {parameters.map(({ name, value }) => (
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
