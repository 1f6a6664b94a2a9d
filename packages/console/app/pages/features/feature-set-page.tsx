import { useParams } from 'react-router';
import { shortened } from '../../lineage/view/card/card-size.js';
import { Facts, Section } from '../parts/facts.js';
import { NodeTimeline, TIMELINE } from '../parts/lists/node-timeline.js';
import type { TimelineEntry } from '../parts/lists/timeline.js';
import type { Page } from '../parts/lists/use-further.js';
import { PageFrame } from '../parts/page-frame.js';
import { Empty, Problem, Waiting } from '../parts/states.js';
import { useQuestion } from '../parts/use-question.js';
import { Ago, type Named, NodeLink } from '../parts/values.js';
import { SampleLookup } from './sample-lookup.js';
import { READERS, type SetReader, SetReaders } from './set-readers.js';
import { type SetVersion, SetVersions, VERSIONS } from './set-versions.js';

const FEATURE_SET_QUERY = `query FeatureSet($ref: Ref!) {
  featureSet(ref: $ref) {
    id kind label description owner createdAt sensitive
    entity { id kind label joinKeys { name } }
    currentVersion {
      id kind label ttlSeconds historyFrom
      features { name type description }
      sources { feature columns datasetVersion { id kind label } }
      entities(first: 3) { nodes { key eventTime ingestTime } }
    }
    ${READERS}
    ${VERSIONS}
    ${TIMELINE}
  }
}`;

interface CurrentVersion extends Named {
  readonly ttlSeconds: number | null;
  readonly historyFrom: string | null;
  readonly features: readonly { readonly name: string; readonly type: string; readonly description: string | null }[];
  readonly sources: readonly {
    readonly feature: string;
    readonly columns: readonly string[];
    readonly datasetVersion: Named;
  }[];
  readonly entities: {
    readonly nodes: readonly { readonly key: unknown; readonly eventTime: string; readonly ingestTime: string }[];
  };
}

interface ShownFeatureSet extends Named {
  readonly description: string | null;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly sensitive: boolean;
  readonly entity: Named & { readonly joinKeys: readonly { readonly name: string }[] };
  readonly currentVersion: CurrentVersion | null;
  readonly readers: Page<SetReader>;
  readonly versions: Page<SetVersion>;
  readonly timeline: Page<TimelineEntry>;
}

/** A feature set: its features with where they come from and who reads them, its versions, and what a key's values are. */
export default function FeatureSetPage() {
  const { '*': ref = '' } = useParams();
  const { data, error } = useQuestion<{ featureSet: ShownFeatureSet | null }>(FEATURE_SET_QUERY, { ref });
  const set = data?.featureSet;
  const current = set?.currentVersion;
  const newest = current?.entities.nodes[0];
  return (
    <PageFrame
      above={[['Features', '/features']]}
      title={ref}
      reference={ref}
      query={FEATURE_SET_QUERY}
      variables={{ ref }}
    >
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {set === null ? (
        <Empty how="{ featureSets(first: 10) { nodes { label } } }">No feature set is called {ref}.</Empty>
      ) : null}
      {set == null ? null : (
        <>
          <Facts
            facts={[
              ['Current', current?.label ?? 'none'],
              ['Of', <NodeLink key="e" node={set.entity} />],
              ['Keys', set.entity.joinKeys.map(({ name }) => name).join(', ')],
              ['Time to live', current?.ttlSeconds == null ? 'none' : `${current.ttlSeconds.toLocaleString('en')} s`],
              ['History from', current?.historyFrom && <Ago key="h" time={current.historyFrom} />],
              ['Written', newest && <Ago key="w" time={newest.ingestTime} />],
              ['Sensitive', set.sensitive ? 'yes' : ''],
              ['Owner', set.owner],
              ['About', set.description],
            ]}
          />
          <Section title="Features" count={current?.features.length ?? 0} empty="No version is current.">
            <table className="page-list">
              <thead>
                <tr>
                  {['Name', 'Type', 'Computed from', 'About'].map((word) => (
                    <th key={word} scope="col">
                      {word}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(current?.features ?? []).map(({ name, type, description }) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td data-of="Type">{type}</td>
                    <td data-of="Computed from">
                      {(current?.sources ?? [])
                        .filter(({ feature }) => feature === name)
                        .map(({ datasetVersion, columns }) => (
                          <span key={datasetVersion.id}>
                            <NodeLink node={datasetVersion} /> <small>{columns.join(', ')}</small>{' '}
                          </span>
                        ))}
                    </td>
                    <td>{shortened(description ?? '', 200)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <SetReaders id={set.id} readers={set.readers} />
          {current == null ? null : <SampleLookup version={current.label} sample={newest?.key} />}
          <SetVersions id={set.id} versions={set.versions} />
          <NodeTimeline id={set.id} timeline={set.timeline} />
        </>
      )}
    </PageFrame>
  );
}
