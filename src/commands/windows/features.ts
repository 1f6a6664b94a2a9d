import { Command } from 'commander';
import { OVERRIDE } from '../client/override-option.js';
import { serviceCommand } from '../client/service-client.js';
import { runWindow } from './run-window.js';

/** `headwater features window`: features that are computed here, and kept in a running service. */
export function featuresCommand(): Command {
  return new Command('features').description('Compute features for a running Headwater.').addCommand(windowCommand());
}

const collect = (value: string, before: readonly string[] = []) => [...before, value];

function windowCommand(): Command {
  return serviceCommand('window')
    .description(
      'Count, sum and average the events of each entity over a sliding window, publish that as a feature set, and write its rows. Of a later version of the dataset only what is new is computed.',
    )
    .requiredOption(
      '--from <what>',
      'a Parquet, CSV or NDJSON file (these also as .gz), or a dataset version whose file is here, such as flights@2',
    )
    .requiredOption('--entity <name>', 'whose features they are')
    .requiredOption('--key <column>', 'the column with its join key, or join_key=column; once per join key', collect)
    .requiredOption('--time <column>', 'when an event happened: a column, or a sum such as "date + distance * 7s"')
    .requiredOption('--window <duration>', 'how far a window reaches back: 15m, 3h, 7d')
    .requiredOption('--every <duration>', 'how often a window ends, in UTC: 15m, 1h, 1d')
    .requiredOption('--feature <name=function>', 'a feature; may be given often, see below', collect)
    .option('--delimiter <name>', 'between the cells of a CSV: comma (the default), semicolon, tab, pipe')
    .option('--time-zone <name>', 'where times without zone belong, such as UTC or America/Los_Angeles')
    .option(
      '--available-at <column>',
      'when an event became known, where that is later: a column, or a sum such as "date + distance * 7s + delay * 1m"',
    )
    .option('--until <time>', 'no window ends later: up to when the file is complete; now if left out')
    .option('--feature-set <name>', 'the feature set; <entity>_<dataset> if left out')
    .option('--dataset <name>', 'the dataset that the file is a version of; its name without ending if left out')
    .option('--define-entity', 'define the entity with these keys if it is not there')
    .option('--ttl <duration>', 'how long after its event time a row expires: 6h')
    .option('--description <text>', 'what the set is for, in words')
    .option('--recompute', 'compute and send all windows, also those that are there already')
    .option('--override <reason>', OVERRIDE)
    .option('--dry-run', 'only show the SQL and the first rows')
    .addHelpText('after', HELP)
    .action(runWindow);
}

const HELP = `
Features:
  count()  count(column)  count(condition)    how many events; how many with a value; how many for which it is true
  sum(column)  mean(column)  stddev(column)   of numbers, those that are there; stddev of a sample, null for fewer than two
  min(column)  max(column)  last(column)      last: the value of the newest event that has one; the greatest of those at once
  share(condition)                            true among those for which it can be said, 0 to 1
  A condition compares columns and values: delay > 15 and (origin = 'SEA' or not cancelled) and gate is not null.
  A column that is no plain word stands in double quotes, a text in single quotes, a time as '2001-01-14T21:55:00Z'.

Windows:
  One that ends at t holds what happened from t - window on, before t, and was known at t: its row has the event time t.
  Windows end at whole multiples of --every since 1970 in UTC. A day is 24 hours.
  An entity has rows from its first event on until one window after its last is empty: there counts are 0, the others null.
  A local time that comes twice is taken as the later one, one that is skipped an hour later.
  Events without key or time (or availability, where that is asked for) are left out and counted. NaN and infinities are no values.

Example:
  headwater features window --from flights.parquet --entity airport --key origin --define-entity \\
    --time date --time-zone UTC --window 3h --every 1h --ttl 6h \\
    --feature 'departures_3h=count()' --feature 'mean_delay_3h=mean(delay)' --feature 'late_share_3h=share(delay > 15)'
`;
