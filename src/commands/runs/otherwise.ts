import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import type { SheetRow } from './read-sheet.js';

const RUN = graphql(
  `query ($id: ID!) { run(id: $id) { status parameters { name value } metrics(system: true) { name value } } }`,
);

/**
 * What a row says otherwise than the run that has its id or key, and stays as it is: two sheets may both count from 1. Undefined where it says the same, and
 * where the run goes on.
 */
export async function saidOtherwise(
  client: HeadwaterClient,
  id: string,
  { groups }: SheetRow,
): Promise<string | undefined> {
  const { run } = await client.graphql(RUN, { id });
  if (run === null || !['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(run.status)) return undefined;
  const there = new Map([
    ...run.parameters.map(({ name, value }) => [`param.${name}`, value] as const),
    ...run.metrics.map(({ name, value }) => [`metric.${name}`, String(value)] as const),
  ]);
  const told = [
    ...Object.entries(groups['param.']).map(([name, value]) => [`param.${name}`, value] as const),
    ...Object.entries(groups['metric.']).map(([name, text]) => [`metric.${name}`, numberText(text)] as const),
  ];
  const other = told.find(([column, value]) => there.get(column) !== value);
  if (other === undefined) return undefined;
  const [column, value] = other;
  return `its run is there already, and stays as it is: ${column} is ${there.get(column) ?? 'not there'}, not ${value}. Where it is another run, give the row a key of its own`;
}

const numberText = (text: string) => (Number.isFinite(Number(text)) ? String(Number(text)) : text);
