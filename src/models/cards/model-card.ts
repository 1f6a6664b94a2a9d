import type { CardFacts } from './card.js';
import { data, derivation, featureSets, features, lineage } from './card-origin.js';
import { about, approvals, gates, history, limits, metrics, parameters, said, serving } from './card-sections.js';
import { escapeMarkdown, paragraphs } from './markdown.js';

const WORDS = { purpose: /^intended[ _-]?use$|^purpose$/i, limits: /^limitations?$|^caveats?$|^ethic(s|al.*)$/i };

/** What is known of a version, as Markdown: the same facts give the same text. */
export function modelCard(facts: CardFacts): string {
  const { version, model } = facts;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'What it is for',
      [...[version.description, model.description].map((text) => paragraphs(text ?? '')), said(facts, WORDS.purpose)],
    ],
    ['Who answers for it', [about(facts)]],
    ['Where it serves', [serving(facts)]],
    ['What it reads', [features(facts), featureSets(facts)]],
    ['What it learnt from', [data(facts.trainedOn), derivation(facts), parameters(facts)]],
    ['How good it is', [metrics(facts), 'Evaluated on:', data(facts.evaluatedOn)]],
    ['Gates', [gates(facts), approvals(facts)]],
    ['What became of it', [history(facts)]],
    ['Lineage', [lineage(facts)]],
    ['Limits', [said(facts, WORDS.limits), limits(facts)]],
  ];
  const shown = sections.map(([title, parts]) => {
    const text = parts.filter((part) => part !== '').join('\n\n');
    return `## ${title}\n\n${text === '' ? 'Nobody has said.' : text}`;
  });
  return [`# Model card: ${escapeMarkdown(version.label ?? '')}`, ...shown, ''].join('\n\n');
}
