import { runSql } from '../../../support/postgres/run-sql.js';

/** A dataset version from which so many others were made; behind the service's back, for through the API it takes minutes. */
export async function drawHub(url: string, name: string, neighbours: number): Promise<void> {
  await drawVersions(url, name, neighbours + 1);
  await runSql(
    url,
    `insert into edge (src, dst, kind)
     select hub.id, n.id, 'DERIVED_FROM' from node hub join node n on n.parent_id = hub.parent_id and n.version > 1
     where hub.label = $1 || '@1'`,
    [name],
  );
}

/** One dataset version, and layers behind it, in which each version is made from two of the layer before. */
export async function drawLayers(url: string, name: string, layers: number, width: number): Promise<void> {
  await drawVersions(url, name, layers * width + 1);
  await runSql(
    url,
    `with node as (select id, version - 2 as place, (version - 2) / $2::int as layer from node where name = $1 and version > 1)
     insert into edge (src, dst, kind)
     select a.id, b.id, 'DERIVED_FROM'
     from node a join node b on b.layer = a.layer + 1 and ((b.place - a.place) % $2::int) in (0, 1)
     union
     select root.id, node.id, 'DERIVED_FROM' from node join public.node root on root.label = $1 || '@1' where node.layer = 0`,
    [name, width],
  );
}

async function drawVersions(url: string, name: string, count: number): Promise<void> {
  await runSql(
    url,
    `with parent as (
       insert into node (id, kind, project, name, logical, label, created_by, last_version)
       values (uuidv7(), 'DATASET', 'default', $1, true, $1, 'test', $2) returning id
     ), version as (
       insert into node (id, kind, project, name, parent_id, version, logical, label, created_by)
       select uuidv7(), 'DATASET_VERSION', 'default', $1, parent.id, v, false, $1 || '@' || v, 'test'
       from parent cross join generate_series(1, $2::int) v returning id
     )
     insert into dataset_version (id, digest, location, columns, row_count)
     select id, 'sha256:' || id, 's3://test/' || id, '[]', 1000 from version`,
    [name, count],
  );
}
