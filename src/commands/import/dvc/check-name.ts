import type { HeadwaterClient } from '@headwater/client';
import { graphql, type ResultOf } from '@headwater/client/documents';
import { inRef } from '../pages.js';
import type { GitRepository } from './git-repository.js';

const RUNS = graphql(`query ($filter: RunFilter!) {
  runs(filter: $filter, first: 100) { nodes { experiment { name } code { repository commit } tags { key } } } }`);
/** Commits that are looked for, from both ends of the history. */
const SOUGHT = 50;

type ImportedRun = ResultOf<typeof RUNS>['runs']['nodes'][number];

/**
 * Throws where the name that a repository has by itself would lead astray: it was taken over under another one, and all would be there twice, or another
 * repository has it. Whoever names it knows.
 */
export async function checkName(
  client: HeadwaterClient,
  git: GitRepository,
  {
    name,
    url,
    commits,
  }: { readonly name: string; readonly url: string | undefined; readonly commits: readonly string[] },
): Promise<void> {
  const read = async (filter: object) =>
    (await client.graphql(RUNS, { filter })).runs.nodes.filter(({ tags }) =>
      tags.some(({ key }) => key === 'dvc.stage'),
    );
  const own = await read({ experiment: inRef(name) }).catch(nothingIfMissing);
  if (own.length > 0) return requireSame(git, own, name, url);
  const sought = [...new Set([...commits.slice(0, SOUGHT), ...commits.slice(-SOUGHT)])];
  const [other] = sought.length === 0 ? [] : await read({ or: sought.map((commit) => ({ commit })) });
  if (other !== undefined)
    throw new Error(
      `This repository, which calls itself ${JSON.stringify(name)}, was taken over as ${JSON.stringify(other.experiment.name)} before: that has its commit ${other.code?.commit?.slice(0, 10)}. Say --name ${other.experiment.name} to go on there, or --name ${name} to take all of it over anew. Nothing was changed.`,
    );
}

/** A repository may have other URLs by now; its commits are the same. */
async function requireSame(
  git: GitRepository,
  runs: readonly ImportedRun[],
  name: string,
  url: string | undefined,
): Promise<void> {
  const known = runs.flatMap(({ code }) => (code?.commit == null ? [] : [{ ...code, commit: code.commit }]));
  const [first] = known;
  if (first === undefined || known.some(({ repository }) => repository === url) || (await git.isShallow())) return;
  for (const { commit } of known) if (await git.has(commit)) return;
  throw new Error(
    `${JSON.stringify(name)} is another repository here, ${first.repository}, none of whose commits are in this one. Say --name <text> for what this one is to be called, or --name ${name} where it is the same. Nothing was changed.`,
  );
}

function nothingIfMissing(error: unknown): [] {
  if ((error as { code?: string }).code !== 'NOT_FOUND') throw error;
  return [];
}
