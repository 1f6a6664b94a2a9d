import { basename } from 'node:path';
import type { Command } from 'commander';
import { createProgress } from '../../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../../client/service-client.js';
import { checkDirectory } from './check-directories.js';
import { checkName } from './check-name.js';
import { GitRepository } from './git-repository.js';
import { readSnapshot, type Snapshot, signatureOf } from './snapshot.js';
import { type Counts, repositoryName, SnapshotWriter } from './write-snapshots.js';

interface ImportOptions extends ServiceOptions {
  readonly since?: string;
  readonly name?: string;
  readonly dryRun?: true;
}

/** `headwater import dvc <repository>`. */
export function dvcCommand(): Command {
  return serviceCommand('dvc')
    .description(
      'Take over what DVC has kept in the history of a Git repository: data become dataset versions, executed stages runs with their parameters, metrics, inputs and outputs, and artifacts that are models model versions. Sent again, it changes nothing.',
    )
    .argument('<repository>', 'the repository, or a directory in it')
    .option('--since <date>', 'only commits since then, in any way that Git understands; the whole history if left out')
    .option(
      '--name <text>',
      'how its datasets are called: <name>/<path>; if left out, as `origin` is, or as the directory',
    )
    .option('--dry-run', 'only read the repository, and say what is in it')
    .action(importDvc);
}

/** All commits are read before anything is written, so that a damaged file leaves nothing half-written. */
async function importDvc(directory: string, { since, name, dryRun, ...options }: ImportOptions): Promise<void> {
  const progress = createProgress();
  const git = await GitRepository.open(directory);
  const url = await git.remote();
  const commits = await git.commits(since);
  const snapshots: Snapshot[] = [];
  const checked = new Set<string>();
  let signature = '';
  for (const [index, commit] of commits.entries()) {
    progress.show('Reading commits', index, commits.length);
    const files = await git.files(commit.id);
    // Most commits change nothing of what DVC keeps.
    if (signatureOf(files) === signature) continue;
    signature = signatureOf(files);
    const snapshot = await readSnapshot(git, commit, files);
    for (const data of snapshot.data)
      if (!checked.has(data.digest) && (await checkDirectory(git.path, data))) checked.add(data.digest);
    snapshots.push(snapshot);
  }
  const repository = { name: name ?? repositoryName(url ?? basename(git.path)), url };
  const client = clientOf(options);
  const writer = new SnapshotWriter(client, repository);
  if (dryRun !== true) {
    if (name === undefined)
      await checkName(client, git, { ...repository, commits: snapshots.map(({ commit }) => commit.id) });
    for (const [index, snapshot] of snapshots.entries()) {
      progress.show('Writing what they hold', index, snapshots.length);
      await writer.write(snapshot);
    }
  }
  progress.end();
  process.stdout.write(
    dryRun
      ? `${describe(commits.length, snapshots)}Nothing was changed.\n`
      : `${describe(commits.length, snapshots)}${describeWritten(writer)}`,
  );
  if (checked.size > 0)
    process.stdout.write(
      `The lists of ${checked.size} directories in DVC's cache have the digests that they should have.\n`,
    );
}

function describe(commits: number, snapshots: readonly Snapshot[]): string {
  const distinct = (texts: readonly string[]) => new Set(texts).size.toLocaleString('en');
  const data = distinct(snapshots.flatMap((each) => each.data.map(({ path, digest }) => `${path} ${digest}`)));
  const runs = distinct(snapshots.flatMap((each) => each.executions.map(({ stage, key }) => `${stage} ${key}`)));
  const models = distinct(
    snapshots.flatMap((each) => each.models.map(({ name, data: { digest } }) => `${name} ${digest}`)),
  );
  return `${commits.toLocaleString('en')} commits hold ${data} versions of data, ${runs} executions of stages, ${models} versions of models.\n`;
}

function describeWritten({ remarks, datasets, runs, models }: SnapshotWriter): string {
  const line = (what: string, { made, known }: Counts) => `${what}: ${made} made, ${known} there already.\n`;
  return [remarks, line('Dataset versions', datasets), line('Runs', runs), line('Model versions', models)].join('');
}
