import { withoutPassword } from '../../platform/text/without-password.js';
import { shown } from '../promotion/gates/numbers.js';
import type { CardFacts } from './card.js';
import { MOST_UPSTREAM, NAMED } from './card-facts.sql.js';
import { escapeMarkdown, list, paragraphs, table } from './markdown.js';

/** Each may have a hundred rules. */
const GATES_NAMED = 10;

/** So many, and how many more there are. */
export function some<Thing>(
  things: readonly Thing[],
  count = things.length,
): { named: readonly Thing[]; more: string } {
  const named = things.slice(0, NAMED);
  const left = count - named.length;
  return { named, more: left > 0 ? `\n\nAnd ${left} more.` : '' };
}

export function about({ version, stage, aliases }: CardFacts): string {
  const { uri, digest, format } = version.artifact;
  const licence = version.tags.find(({ key }) => /^licen[cs]e$/i.test(key));
  const { named, more } = some(version.tags.filter(({ key }) => key !== licence?.key));
  const facts = [
    ['Owner', version.owner ?? 'nobody'],
    ['Registered', `${version.createdAt.toISOString()} by ${version.createdBy}`],
    ['Licence', licence?.value ?? 'not said'],
    ['Stage', stage],
    ['Aliases', aliases.join(', ') || 'none'],
    ['Artifact', `${digest}${format === null ? '' : ` (${format})`}`],
    // What stands behind a question mark may be a signature that lets whoever has it in.
    ['Where it lies', withoutPassword(uri).replace(/[?#].*$/s, '')],
    ...(version.deletedAt == null ? [] : [['Deleted', version.deletedAt.toISOString()]]),
    ...named.map(({ key, value }) => [`Tag ${key}`, value]),
  ];
  return table(['What', 'Is'], facts) + more;
}

/** What a tag says that is called so. */
export function said({ version, model }: CardFacts, key: RegExp): string {
  const tags = [...version.tags, ...model.tags].filter((tag) => key.test(tag.key));
  return [...new Set(tags.map(({ value }) => paragraphs(value)))].join('\n\n');
}

export function serving({ bindings }: CardFacts): string {
  if (bindings.length === 0) return 'It serves nowhere.';
  const { named, more } = some(bindings);
  const rows = named.map(({ deployment, trafficPercent, since }) => [
    deployment,
    `${trafficPercent} %`,
    since.toISOString(),
  ]);
  return table(['Deployment', 'Traffic', 'Since'], rows) + more;
}

export function parameters({ run, parameters: given }: CardFacts): string {
  if (run === null) return 'The run that trained it is not known.';
  const head = `Trained by the run ${escapeMarkdown(run.name)}, begun by ${escapeMarkdown(run.by)}.`;
  if (given.length === 0) return `${head} It has no parameters.`;
  const { named, more } = some(given);
  return `${head}\n\n${table(
    ['Parameter', 'Value'],
    named.map(({ name, value }) => [name, value]),
  )}${more}`;
}

export function metrics({ version, goals }: CardFacts): string {
  if (version.metrics.length === 0) return 'No metrics were given when it was registered.';
  const better = { MAX: 'more is better', MIN: 'less is better' };
  const goalOf = (name: string) => {
    const goal = goals.get(name);
    return goal === undefined ? 'not said' : better[goal];
  };
  const { named, more } = some(version.metrics);
  return (
    table(
      ['Metric', 'When it was registered', 'Goal'],
      named.map(({ name, value }) => [name, shown(value), goalOf(name)]),
    ) + more
  );
}

export function gates({ gates: found }: CardFacts): string {
  if (found.length === 0) return 'No gate was asked about it.';
  const last = [...found].sort((a, b) => b.evaluatedAt.getTime() - a.evaluatedAt.getTime());
  const left = last.length - GATES_NAMED;
  const told = last
    .slice(0, GATES_NAMED)
    .map(({ to, targetKind, verdict, rules, evaluatedAt, evaluatedBy }) => {
      const rows = rules.map(({ rule, outcome, explanation }) => [rule.kind, rule.severity, outcome, explanation]);
      const target = targetKind === 'ALIAS' ? 'the alias' : 'the stage';
      const head = `To ${target} ${escapeMarkdown(to)}: **${verdict}**, ${evaluatedAt.toISOString()}, asked by ${escapeMarkdown(evaluatedBy)}.`;
      return rows.length === 0 ? head : `${head}\n\n${table(['Rule', 'If not met', 'Outcome', 'Why'], rows)}`;
    })
    .join('\n\n');
  return left > 0 ? `${told}\n\nAnd ${left} more gates.` : told;
}

export function approvals({ approvals: given }: CardFacts): string {
  if (given.length === 0) return 'Nobody has approved its promotion.';
  const rows = given.map(({ by, decision, to, at, reason }) => [by, decision, to, at.toISOString(), reason ?? '']);
  return table(['Who', 'Said', 'To', 'When', 'Why'], rows);
}

export function history({ moves }: CardFacts): string {
  if (moves.length === 0) return 'It has been given no alias, no stage and no traffic.';
  const rows = moves
    .slice(0, NAMED)
    .map(({ at, kind, name, from, to, by, reason, overridden }) => [
      at.toISOString(),
      kind,
      name,
      `${from ?? 'nothing'} → ${to ?? 'nothing'}`,
      by,
      `${reason ?? ''}${overridden ? ' (in spite of the gate)' : ''}`,
    ]);
  const more = moves.length > NAMED ? '\n\nEarlier moves stand in its history.' : '';
  return table(['When', 'What', 'Of', 'From → to', 'Who', 'Why'], rows) + more;
}

export function limits(facts: CardFacts): string {
  const { upstream, version, trainedOn, evaluatedOn, signature, deprecations } = facts;
  const deprecated = signature.flatMap(({ ref, name, featureSetVersionId }) => {
    const known = deprecations.get(featureSetVersionId);
    const fact = known?.[name] ?? known?.[''];
    const instead = fact?.replacement == null ? '' : `; instead: ${fact.replacement}`;
    return fact === undefined ? [] : [`It reads ${ref}, which is deprecated: ${fact.reason}${instead}`];
  });
  const gone = upstream.filter(({ deleted }) => deleted);
  return list([
    ...deprecated.slice(0, NAMED),
    ...(gone.length === 0
      ? []
      : [`${gone.length} of the nodes upstream of it were deleted; they stay in the lineage.`]),
    ...(upstream.length > MOST_UPSTREAM ? [`Only ${MOST_UPSTREAM} nodes upstream of it were looked at.`] : []),
    ...(trainedOn.count === 0 ? ['What it was trained on is not known.'] : []),
    ...(evaluatedOn.count === 0 ? ['What it was evaluated on is not known.'] : []),
    ...((version.description ?? '').trim() === '' ? ['Nobody has described it.'] : []),
    ...(version.owner === null ? ['Nobody answers for it.'] : []),
    'Metrics are those that were given when it was registered; what evaluations have found since stands with the gates.',
  ]);
}
