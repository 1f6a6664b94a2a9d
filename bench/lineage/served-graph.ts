import type { Client } from 'pg';
import { graphql } from '../support/graphql.js';
import { type LayeredGraph, refOf } from './graph-fixture.sql.js';

/** A drawn graph from which models learn, one of which serves. Layers begin at 1. */
export interface ServedGraph {
  readonly graph: LayeredGraph;
  readonly what: string;
  /** How many dataset versions of a layer each of the two versions of the model has learnt from: the first ones, and those behind the first. */
  readonly learnt: { readonly layer: number; readonly many: number };
  /** The layer of the root that questions begin at, and that of what it leads to, which the first version is drawn behind. */
  readonly from: number;
  readonly to: number;
}

const REGISTER = `mutation Register($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }`;
const DEPLOY = `mutation Deploy($input: DeployInput!) { deploy(input: $input) { changed } }`;

/** Registers and deploys what learns from a graph, once, and gives the reference of a root that leads there. */
export async function serveGraph(sql: Client, url: string, served: ServedGraph): Promise<string> {
  const { graph, learnt, to } = served;
  const model = `${graph.name}_model`;
  const known = await sql.query(`select from node where label = $1 and kind = 'MODEL_VERSION'`, [`${model}@2`]);
  if (known.rowCount === 0) {
    for (const index of [0, 1]) {
      const trainedOn = Array.from({ length: learnt.many }, (_, place) =>
        refOf(graph, learnt.layer, index + place + 1),
      );
      const artifact = { uri: `s3://bench/${model}/${index}`, digest: `sha256:${index}` };
      const input = { model, artifact, signature: [], trainedOn };
      await graphql(`${url}/graphql`, REGISTER, { input });
    }
    const bindings = [{ modelVersion: `${model}@1`, trafficPercent: 100 }];
    await graphql(`${url}/graphql`, DEPLOY, {
      input: { deployment: `bench/${graph.name}`, bindings, createEnvironment: true },
    });
  }
  await sql.query(
    `insert into edge (src, dst, kind)
     select s.id, m.id, 'TRAINED_ON' from node s, node m where s.label = $1 and m.label = $2 on conflict do nothing`,
    [refOf(graph, to, 1), `${model}@1`],
  );
  return rootOf(sql, served);
}

/** The first node of one layer that leads to the first one of another. */
async function rootOf(sql: Client, { graph, from, to }: ServedGraph): Promise<string> {
  const { rows } = await sql.query<{ label: string }>(
    `with recursive up (id, depth) as (
       select id, 0 from node where label = $1
       union
       select e.src, u.depth + 1 from up u join edge e on e.dst = u.id and e.kind = 'DERIVED_FROM' where u.depth < $2
     )
     select n.label from up u join node n on n.id = u.id where u.depth = $2 order by n.version limit 1`,
    [refOf(graph, to, 1), to - from],
  );
  if (rows[0] === undefined) throw new Error(`nothing of layer ${from} of ${graph.name} leads to layer ${to}`);
  return rows[0].label;
}
