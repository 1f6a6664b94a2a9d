import { createHash } from 'node:crypto';
import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import { beginRun } from '../../begin-run.js';
import type { TakenNode } from '../graph.js';
import type { Making, ToMake } from './making.js';

const FINISH = graphql('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }');
const LONGEST_KEY = 250;
const ENDS = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const;

/** Begins a run, or finds the one of an import before; it stays open until all that it made is there. */
export async function makeRun(
  { client, ids }: Making,
  { node, into }: ToMake,
  isOfJob: boolean,
): Promise<{ readonly id: string; readonly created: boolean; readonly isOpen: boolean }> {
  const above = into.filter(({ kind }) => kind === 'CHILD_OF');
  const parent = above.find(({ source }) => source.kind === 'RUN');
  const experiment =
    above.find(({ source }) => source.kind === 'EXPERIMENT')?.source.name ?? node.definition.experiment;
  // A run of a job is told to the door of OpenLineage too, which knows it by this key.
  const key = isOfJob && node.runId !== undefined ? `openlineage:${node.runId}` : `prov:${node.uri}`;
  const { created, run } = await beginRun(client, {
    key: key.length <= LONGEST_KEY ? key : `prov:${createHash('sha256').update(key).digest('hex')}`,
    type: (node.definition.type ?? 'OTHER') as 'OTHER',
    name: node.name,
    experiment: typeof experiment === 'string' ? experiment : null,
    parent: (parent && ids.get(parent.from)) ?? null,
    description: node.description,
    owner: node.owner,
    startedAt: node.startedAt,
    lostAfterSeconds: 0,
    status: node.status === 'PENDING' ? 'PENDING' : 'RUNNING',
    code: (node.definition.code ?? null) as null,
    tags: [...node.tags].map(([name, value]) => ({ key: name, value })),
  });
  return { id: run.id, created, isOpen: run.status === 'RUNNING' || run.status === 'PENDING' };
}

export async function finishRun(client: HeadwaterClient, run: string, { status, endedAt }: TakenNode): Promise<void> {
  const end = ENDS.find((each) => each === status);
  if (end !== undefined) await client.graphql(FINISH, { input: { run, status: end, endedAt } });
}
