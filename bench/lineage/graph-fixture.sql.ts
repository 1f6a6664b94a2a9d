import type { Client } from 'pg';

/** Layers of nodes: each node has `parents` random ones in the layer before. Names begin with `name`. */
export interface LayeredGraph {
  readonly name: string;
  readonly layers: number;
  readonly width: number;
  readonly parents: number;
  /** Columns of each dataset version. */
  readonly columns: number;
  /** Whether edges tell that each column is made from the one of its name and the next. */
  readonly told?: boolean;
}

/** How a node of a layered graph is referred to; layers and places begin at 1. */
export function refOf({ name }: LayeredGraph, layer: number, place: number): string {
  return `${name}_${layer}@${place}`;
}

/**
 * Draws a graph of dataset versions behind the service's back: through the API, 500,000 nodes take hours. The versions of
 * a layer belong to one dataset, without the edges of belonging, which would make a hub of each.
 */
export async function drawLayers(sql: Client, graph: LayeredGraph): Promise<void> {
  const { name, layers, width, parents, columns } = graph;
  const drawn = await sql.query(`select from node where label = $1 and kind = 'DATASET'`, [`${name}_${layers}`]);
  if (drawn.rowCount !== 0) return;
  const begin = performance.now();
  await sql.query('begin');
  // Foreign keys hold by the way the rows are made; checking four million of them takes minutes.
  await sql.query('set local session_replication_role = replica');
  await sql.query('select setseed(0.20261126)');
  await sql.query('create temporary table layer_node (layer integer, place integer, id uuid) on commit drop');
  await sql.query(
    `insert into layer_node select l, p, uuidv7() from generate_series(1, $1::int) l, generate_series(1, $2::int) p`,
    [layers, width],
  );
  await sql.query('create unique index on layer_node (layer, place)');
  await sql.query(
    `insert into node (id, kind, project, name, logical, label, created_by, last_version)
     select uuidv7(), 'DATASET', 'default', $1 || '_' || l, true, $1 || '_' || l, 'bench', $3
     from generate_series(1, $2::int) l`,
    [name, layers, width],
  );
  await sql.query(
    `insert into node (id, kind, project, name, parent_id, version, logical, label, created_by)
     select m.id, 'DATASET_VERSION', 'default', d.name, d.id, m.place, false, d.name || '@' || m.place, 'bench'
     from layer_node m join node d on d.label = $1 || '_' || m.layer and d.kind = 'DATASET' and d.project = 'default'`,
    [name],
  );
  await sql.query(
    `insert into dataset_version (id, digest, location, columns, row_count)
     select id, 'sha256:' || id, 's3://bench/' || id,
       (select jsonb_agg(jsonb_build_object('name', 'column_' || c, 'type', 'FLOAT64')) from generate_series(1, $1::int) c), 1000
     from layer_node`,
    [columns],
  );
  await sql.query(
    `insert into edge (src, dst, kind, attributes)
     select distinct s.id, chosen.id, 'DERIVED_FROM', $3::jsonb
     from (
       select m.id, m.layer, 1 + floor(random() * $2)::int as place
       from layer_node m cross join generate_series(1, $1::int)
     ) chosen
     join layer_node s on s.layer = chosen.layer - 1 and s.place = chosen.place`,
    [parents, width, toldColumns(graph)],
  );
  await sql.query('commit');
  await sql.query('vacuum (freeze, analyze) node, edge, dataset_version');
  await sql.query('checkpoint');
  process.stderr.write(`drew ${name} in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}

/** The attributes of an edge of the graph, as JSON. */
export function toldColumns({ columns, told }: LayeredGraph): string {
  if (told !== true) return '{}';
  const names = Array.from({ length: columns }, (_, place) => `column_${place + 1}`);
  const made = names.map((name, place) => [name, [...new Set([name, names[(place + 1) % columns]])]]);
  return JSON.stringify({ columns: Object.fromEntries(made) });
}

/** The floor: ids of the upstream closure, by a recursive union on the id alone. */
export const CLOSURE = {
  UPSTREAM: closure('dst', 'src'),
  DOWNSTREAM: closure('src', 'dst'),
} as const;

function closure(near: string, far: string): string {
  return `with recursive walk (id, depth) as (
      select $1::uuid, 0
      union
      select e.${far}, w.depth + 1 from walk w join edge e on e.${near} = w.id
      where w.depth < $2 and e.valid_to is null and e.retired_at is null
    )
    select distinct id from walk`;
}

/** The floor of columns: what edges tell, by a recursive union on the id and the name. */
export const COLUMN_CLOSURE = {
  UPSTREAM: columnClosure('dst', 'src', `jsonb_array_elements_text(e.attributes -> 'columns' -> w.name) as far (name)`),
  DOWNSTREAM: columnClosure(
    'src',
    'dst',
    `(select made.name from jsonb_each(e.attributes -> 'columns') as made (name, sources) where made.sources ? w.name) as far`,
  ),
} as const;

function columnClosure(near: string, far: string, members: string): string {
  return `with recursive walk (id, name, depth) as (
      select $1::uuid, $3::text, 0
      union
      select e.${far}, far.name, w.depth + 1
      from walk w join edge e on e.${near} = w.id cross join lateral ${members}
      where w.depth < $2 and e.valid_to is null and e.retired_at is null
    )
    select distinct id, name from walk`;
}
