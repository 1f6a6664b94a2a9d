import fc from 'fast-check';
import { some } from './filter-oracle.js';
import { COMPARE } from './known-points.js';
import { type Family, fitsRuns, type KnownVersion, ORDERS_OF_RUNS, ofRuns } from './listed-family.js';

interface Metric {
  readonly name: string;
  readonly value: number;
}

interface KnownModelVersion extends KnownVersion {
  readonly aliases: readonly string[];
  readonly stage: string;
  readonly metrics: readonly Metric[];
  readonly signature: readonly { readonly featureSetVersion: { readonly label: string } }[];
  readonly trainedOn: readonly { readonly label: string; readonly dataset: { readonly name: string } }[];
}

const metric = fc.record({
  name: fc.constantFrom('auc', 'loss'),
  op: fc.constantFrom('LT', 'LTE', 'EQ', 'NE', 'GTE', 'GT'),
  value: fc.constantFrom(0, 0.25, 0.5, 1),
});

export const MODEL_FAMILY: Family<KnownModelVersion> = {
  lists: ['models', 'modelVersions'],
  field: 'modelVersion',
  ofVersion:
    'aliases stage metrics { name value } signature { featureSetVersion { label } } trainedOn { label dataset { name } }',
  ofParent: '',
  asked: fc.oneof(
    ofRuns,
    fc.record({ stages: some('None', 'Staging', 'Production') }),
    fc.record({ aliases: some('champion', 'shadow', 'nobody') }),
    fc.record({ metrics: fc.array(metric, { maxLength: 2 }) }),
    fc.record({ hasMetrics: some('auc', 'nobody') }),
    fc.record({ reads: some('n0@1', 'n1@2') }),
    fc.record({ trainedOn: some('n0@1', 'n1', 'n2') }),
    fc.record({ newest: fc.boolean(), stages: fc.constant(['Production']) }),
  ),
  fits(version, asked, value) {
    const given = value as readonly string[];
    switch (asked) {
      case 'stages':
        return given.includes(version.stage);
      case 'aliases':
        return given.some((alias) => version.aliases.includes(alias));
      case 'metrics':
        return (value as readonly (Metric & { op: keyof typeof COMPARE })[]).every((wanted) =>
          version.metrics.some((has) => has.name === wanted.name && COMPARE[wanted.op](has.value, wanted.value)),
        );
      case 'hasMetrics':
        return given.every((name) => version.metrics.some((has) => has.name === name));
      case 'reads':
        return given.some((ref) => version.signature.some(({ featureSetVersion }) => featureSetVersion.label === ref));
      case 'trainedOn':
        return given.some((ref) => version.trainedOn.some(({ label, dataset }) => [label, dataset.name].includes(ref)));
      default:
        return fitsRuns(version, asked, value);
    }
  },
  orders: {
    ...ORDERS_OF_RUNS,
    METRIC: ({ metrics }, name) => metrics.find((has) => has.name === name)?.value,
    STAGE: ({ stage }) => stage,
  },
  facets: {
    stages: (_, version) => (version === undefined ? [] : [version.stage]),
    aliases: (_, version) => version?.aliases ?? [],
  },
};

interface KnownDatasetVersion extends KnownVersion {
  readonly rowCount: number | null;
  readonly byteCount: number | null;
  readonly location: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export const DATASET_FAMILY: Family<KnownDatasetVersion> = {
  lists: ['datasets', 'datasetVersions'],
  field: 'datasetVersion',
  ofVersion: 'rowCount byteCount location columns { name type }',
  ofParent: '',
  asked: fc.oneof(
    ofRuns,
    fc.record({ rowCountFrom: fc.constantFrom(0, 10, 1_000) }),
    fc.record({ rowCountBelow: fc.constantFrom(10, 11, 1_000) }),
    fc.record({ byteCountFrom: fc.constantFrom(5, 7), byteCountBelow: fc.constantFrom(6, 100) }),
    fc.record({ locationStartsWith: fc.constantFrom('gs://', 's3://seed/n1', '%') }),
    fc.record({ columns: fc.constantFrom([{ name: 'a' }], [{ name: 'a', type: 'STRING' }], [{ name: 'x' }], []) }),
  ),
  fits(version, asked, value) {
    const { rowCount, byteCount } = version;
    switch (asked) {
      case 'rowCountFrom':
        return rowCount !== null && rowCount >= value;
      case 'rowCountBelow':
        return rowCount !== null && rowCount < value;
      case 'byteCountFrom':
        return byteCount !== null && byteCount >= value;
      case 'byteCountBelow':
        return byteCount !== null && byteCount < value;
      case 'locationStartsWith':
        return version.location.startsWith(value);
      case 'columns':
        return (value as KnownDatasetVersion['columns']).every(({ name, type }) =>
          version.columns.some((has) => has.name === name && (type === undefined || has.type === type)),
        );
      default:
        return fitsRuns(version, asked, value);
    }
  },
  orders: { ...ORDERS_OF_RUNS, ROWS: ({ rowCount }) => rowCount, BYTES: ({ byteCount }) => byteCount },
  facets: {},
};

interface KnownFeatureSetVersion extends KnownVersion {
  readonly current: boolean;
  readonly writtenAt: string | null;
  readonly entity: { readonly name: string };
  readonly features: readonly { readonly name: string }[];
  readonly deprecations: readonly { readonly feature: string | null }[];
  readonly sources: readonly {
    readonly datasetVersion: { readonly label: string; readonly dataset: { readonly name: string } };
  }[];
}

export const FEATURE_FAMILY: Family<KnownFeatureSetVersion> = {
  lists: ['featureSets', 'featureSetVersions'],
  field: 'featureSetVersion',
  ofVersion:
    'current writtenAt entity { name } features { name } deprecations { feature } sources { datasetVersion { label dataset { name } } }',
  ofParent: 'entity { name }',
  asked: fc.oneof(
    ofRuns,
    fc.record({ features: some('x', 'y', 'nothing') }),
    fc.record({ entities: some('airport', 'number') }),
    fc.record({ sources: some('n0@1', 'n1', 'n2') }),
    fc.record({ written: fc.boolean() }),
    fc.record({ writtenFrom: fc.constant('2026-01-01T00:00:00Z') }),
    fc.record({ writtenBefore: fc.constant('2026-01-01T00:00:00Z') }),
    fc.record({ current: fc.boolean() }),
    fc.record({ deprecated: fc.boolean() }),
  ),
  fits(version, asked, value) {
    const given = value as readonly string[];
    switch (asked) {
      case 'features':
        return given.every((name) => version.features.some((has) => has.name === name));
      case 'entities':
        return given.includes(version.entity.name);
      case 'sources':
        return given.some((ref) =>
          version.sources.some(({ datasetVersion: { label, dataset } }) => [label, dataset.name].includes(ref)),
        );
      case 'written':
        return (version.writtenAt !== null) === value;
      case 'writtenFrom':
        return version.writtenAt !== null && version.writtenAt >= String(value);
      case 'writtenBefore':
        return version.writtenAt !== null && version.writtenAt < String(value);
      case 'deprecated':
        return version.deprecations.some(({ feature }) => feature === null) === value;
      case 'current':
        return version.current === value;
      default:
        return fitsRuns(version, asked, value);
    }
  },
  orders: { ...ORDERS_OF_RUNS, WRITTEN: ({ writtenAt }) => writtenAt, FEATURES: ({ features }) => features.length },
  facets: {
    features: (_, version) => version?.features.map(({ name }) => name) ?? [],
    entities: (_, version) => (version === undefined ? [] : [version.entity.name]),
  },
  isMeant: ({ current }) => current,
};
