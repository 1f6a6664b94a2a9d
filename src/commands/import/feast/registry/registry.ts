import { flag, integer, type Message, many, map, one, text, texts } from './message.js';

/** The parts of Feast's registry that are taken over, by the numbers that its fields have; the others are passed over. */
const FIELD = { name: text(1), type: integer(2), tags: map(3), description: text(4) };
const DURATION = { seconds: integer(1), nanos: integer(2) };
const SOURCE_PLACE = { table: text(1), query: text(2) };
const BATCH_SOURCE = {
  name: text(20),
  type: integer(1),
  fieldMapping: map(2),
  timestampField: text(3),
  createdColumn: text(5),
  className: text(17),
  description: text(23),
  tags: map(24),
  owner: text(25),
  file: one(11, { uri: text(2) }),
  bigquery: one(12, SOURCE_PLACE),
  redshift: one(15, SOURCE_PLACE),
  snowflake: one(19, SOURCE_PLACE),
  spark: one(27, { ...SOURCE_PLACE, path: text(3) }),
  trino: one(30, SOURCE_PLACE),
  athena: one(35, SOURCE_PLACE),
};
const SOURCE = { ...BATCH_SOURCE, batchSource: one(26, BATCH_SOURCE) };
const PROJECTION = {
  view: text(1),
  alias: text(3),
  features: many(2, FIELD),
  joinKeyMap: map(4),
  versionTag: integer(10),
};
const ENTITY = {
  name: text(1),
  project: text(9),
  type: integer(2),
  description: text(3),
  joinKey: text(4),
  tags: map(8),
  owner: text(10),
};
const VIEW = {
  name: text(1),
  project: text(2),
  entities: texts(3),
  features: many(4, FIELD),
  tags: map(5),
  ttl: one(6, DURATION),
  batchSource: one(7, SOURCE),
  streamSource: one(9, SOURCE),
  description: text(10),
  owner: text(11),
  entityColumns: many(12, FIELD),
  disabled: flag(20),
};
const STREAM_VIEW = {
  name: text(1),
  project: text(2),
  entities: texts(3),
  features: many(4, FIELD),
  tags: map(7),
  ttl: one(9, DURATION),
  batchSource: one(10, SOURCE),
  streamSource: one(11, SOURCE),
  description: text(6),
  owner: text(8),
  entityColumns: many(5, FIELD),
  disabled: flag(23),
};
const CODE = { name: text(1), body: text(3) };
const ON_DEMAND_SOURCE = {
  key: text(1),
  value: one(2, { projection: one(3, PROJECTION), request: one(2, { name: text(20) }) }),
};
const ON_DEMAND_VIEW = {
  name: text(1),
  project: text(2),
  features: many(3, FIELD),
  sources: many(4, ON_DEMAND_SOURCE),
  code: one(5, CODE),
  transformation: one(10, { code: one(1, CODE) }),
  description: text(6),
  tags: map(7),
  owner: text(8),
};
const SERVICE = {
  name: text(1),
  project: text(2),
  projections: many(3, PROJECTION),
  tags: map(4),
  description: text(5),
  owner: text(6),
};
const NAMED = { name: text(1), project: text(2) };

export const REGISTRY = {
  entities: many(1, { spec: one(1, ENTITY) }),
  schemaVersion: text(3),
  views: many(6, { spec: one(1, VIEW) }),
  services: many(7, { spec: one(1, SERVICE) }),
  onDemandViews: many(8, { spec: one(1, ON_DEMAND_VIEW) }),
  savedDatasets: many(11, { spec: one(1, NAMED) }),
  streamViews: many(14, { spec: one(1, STREAM_VIEW) }),
  projectMetadata: many(15, { project: text(1) }),
  projects: many(17, { spec: one(1, { name: text(1) }) }),
  labelViews: many(19, { spec: one(1, NAMED) }),
};

export type FeastField = Message<typeof FIELD>;
export type FeastEntity = Message<typeof ENTITY>;
export type FeastView = Message<typeof VIEW>;
export type FeastService = Message<typeof SERVICE>;
export type FeastProjection = Message<typeof PROJECTION>;
export type FeastOnDemandView = Message<typeof ON_DEMAND_VIEW>;
export type FeastSource = Message<typeof SOURCE>;
export type FeastRegistry = Message<typeof REGISTRY>;
