import { createHash } from 'node:crypto';
import { type TrainingRecipe, trainingColumns } from '../training-recipe.js';
import type { BlockCounts, JoinedBlock } from './join-block.sql.js';

/**
 * The digest of a training set: SHA-256 of one line with the JSON array of its columns' names and types, then one line per block of 10,000
 * rows with the SHA-256 of that block in hex. A block's text is its rows in order, each as the JSON array of its values and a line end.
 * So it depends on the content alone, not on how many worked on it.
 */
export function trainingDigest(recipe: TrainingRecipe, blocks: readonly JoinedBlock[]): string {
  const header = JSON.stringify(trainingColumns(recipe).map(({ name, type }) => [name, type]));
  const lines = [header, ...blocks.map(({ digest }) => digest)];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The counts of all blocks together. */
export function sumCounts({ sets }: TrainingRecipe, blocks: readonly JoinedBlock[]): BlockCounts {
  const add = (pick: (counts: BlockCounts) => readonly number[]) =>
    sets.map((_, set) => blocks.reduce((sum, { counts }) => sum + (pick(counts)[set] ?? 0), 0));
  return {
    rows: blocks.reduce((sum, { counts }) => sum + counts.rows, 0),
    notFound: add((counts) => counts.notFound),
    expired: add((counts) => counts.expired),
    nulls: sets.map((_, set) => sumByPlace(blocks, (counts) => counts.nulls[set])),
    expiredNulls: sets.map((_, set) => sumByPlace(blocks, (counts) => counts.expiredNulls[set])),
  };
}

function sumByPlace(
  blocks: readonly JoinedBlock[],
  pick: (counts: BlockCounts) => Readonly<Record<string, number>> | undefined,
): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { counts } of blocks)
    for (const [place, count] of Object.entries(pick(counts) ?? {})) sum[place] = (sum[place] ?? 0) + count;
  return sum;
}

/** The statuses of one feature over all rows, as a lookup would give them: a null stays NULL however old it is. */
export function featureCounts(counts: BlockCounts, set: number, position: number) {
  const notFound = counts.notFound[set] ?? 0;
  const nulls = counts.nulls[set]?.[position] ?? 0;
  const expired = (counts.expired[set] ?? 0) - (counts.expiredNulls[set]?.[position] ?? 0);
  return { present: counts.rows - notFound - nulls - expired, nulls, notFound, expired };
}
