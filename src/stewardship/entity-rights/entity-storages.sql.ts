import { type Queryable, statement } from '../../platform/database/queryable.js';

/** One feature set version of an entity, and the number of its row tables. */
export interface EntityStorage {
  readonly id: string;
  /** `airport_traffic@2` */
  readonly label: string;
  readonly storage: number;
}

const ENTITY_STORAGES = statement(
  'entity_storages',
  `select v.id, n.label, v.storage
   from node s
   join node n on n.parent_id = s.id and n.kind = 'FEATURE_SET_VERSION'
   join feature_set_version v on v.id = n.id
   where s.parent_id = $1 and s.kind = 'FEATURE_SET'
   order by v.storage`,
);

/** Every feature set version of an entity, deleted ones too: their rows are still there. Indexes: node_child, primary keys. */
export function selectEntityStorages(db: Queryable, entityId: string): Promise<EntityStorage[]> {
  return db.query<EntityStorage>(ENTITY_STORAGES, [entityId]);
}
