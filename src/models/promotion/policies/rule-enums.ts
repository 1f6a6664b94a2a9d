import { registerEnumType } from 'type-graphql';

export enum RuleKind {
  METRIC = 'METRIC',
  CHAMPION = 'CHAMPION',
  EVALUATION_ROWS = 'EVALUATION_ROWS',
  SAME_EVALUATION_DATASET = 'SAME_EVALUATION_DATASET',
  EVALUATION_NOT_TRAINED_ON = 'EVALUATION_NOT_TRAINED_ON',
  INPUTS_PINNED = 'INPUTS_PINNED',
  SIGNATURE_EQUAL = 'SIGNATURE_EQUAL',
  NO_DEPRECATED_FEATURE = 'NO_DEPRECATED_FEATURE',
  REQUIRED_TAG = 'REQUIRED_TAG',
  REQUIRED_DOCUMENTATION = 'REQUIRED_DOCUMENTATION',
  REQUIRED_OWNER = 'REQUIRED_OWNER',
}

registerEnumType(RuleKind, {
  name: 'PromotionRuleKind',
  description: 'What a rule of a promotion policy asks.',
  valuesConfig: {
    METRIC: {
      description:
        'A metric compared with a number, or with a range: `metric`, `operator`, `value` or `lower` and `upper`.',
    },
    CHAMPION: {
      description:
        'A metric compared with that of the champion: `metric`, `minGain` or `maxRegression`, `comparison`, `better`.',
    },
    EVALUATION_ROWS: { description: 'At least `value` rows in what it was evaluated on.' },
    SAME_EVALUATION_DATASET: { description: 'It and the champion were evaluated on the same dataset versions.' },
    EVALUATION_NOT_TRAINED_ON: {
      description:
        "What it was evaluated on is nothing that it was trained on, nor what that was made from. What can't be looked at whole fails.",
    },
    INPUTS_PINNED: { description: 'What it was trained on are versions, not datasets or feature sets as a whole.' },
    SIGNATURE_EQUAL: {
      description: 'It reads what the champion reads, or an approval says that the difference is known.',
    },
    NO_DEPRECATED_FEATURE: { description: 'It reads no feature that is deprecated.' },
    REQUIRED_TAG: { description: 'It has a tag: `tag`, and `tagValue` where the value matters.' },
    REQUIRED_DOCUMENTATION: {
      description: 'It has a description, of at least `value` characters where that is given.',
    },
    REQUIRED_OWNER: { description: 'Somebody answers for it.' },
  },
});

export enum RuleOperator {
  GT = 'GT',
  GTE = 'GTE',
  LT = 'LT',
  LTE = 'LTE',
  EQ = 'EQ',
  NEQ = 'NEQ',
  BETWEEN = 'BETWEEN',
}

registerEnumType(RuleOperator, {
  name: 'PromotionRuleOperator',
  description: 'How a number is compared. Two numbers that differ by less than a billionth of the larger are equal.',
  valuesConfig: {
    GT: { description: 'More than: 0.8 is not GT 0.8.' },
    GTE: { description: 'At least.' },
    LT: { description: 'Less than.' },
    LTE: { description: 'At most.' },
    EQ: { description: 'Equal.' },
    NEQ: { description: 'Not equal.' },
    BETWEEN: { description: 'From `lower` to `upper`, both included.' },
  },
});

export enum RuleSeverity {
  BLOCK = 'BLOCK',
  WARN = 'WARN',
}

registerEnumType(RuleSeverity, {
  name: 'PromotionRuleSeverity',
  description: 'What comes of a rule that is not met.',
  valuesConfig: {
    BLOCK: { description: 'The version is not promoted.' },
    WARN: { description: 'It is said, and kept.' },
  },
});

export enum Comparison {
  ABSOLUTE = 'ABSOLUTE',
  RELATIVE = 'RELATIVE',
}

registerEnumType(Comparison, {
  name: 'ChampionComparison',
  description: 'How much better or worse than the champion.',
  valuesConfig: {
    ABSOLUTE: { description: 'By so much.' },
    RELATIVE: { description: 'By such a share of what the champion has: 0.05 is five percent.' },
  },
});
