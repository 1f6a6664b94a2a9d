import type { Question } from './list-questions.js';

/** A change of what a recorded question is answered with, and why it was right to change it. */
export interface IntendedDifference {
  readonly reason: string;
  readonly concerns: (question: Question) => boolean;
  /** What the recorded answer has become. */
  readonly become: (answer: unknown) => unknown;
}

/** The only place where an answer from before an upgrade may differ from the one after it. */
export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = [
  {
    reason: 'The digest of a training set says how it was made, as every other digest does.',
    concerns: ({ query }) => /trainingSet|rebuild/.test(query ?? ''),
    become: (answer) => prefixTrainingDigests(answer),
  },
];

/** Writes `sha256:` before the digests of training sets and their rebuilds. */
function prefixTrainingDigests(answer: unknown, key?: string): unknown {
  if (Array.isArray(answer)) return answer.map((item) => prefixTrainingDigests(item, key));
  if (typeof answer !== 'object' || answer === null) return answer;
  const isTraining = key === 'trainingSet' || key === 'rebuild';
  return Object.fromEntries(
    Object.entries(answer).map(([field, value]) => [
      field,
      isTraining && field === 'digest' ? `sha256:${value}` : prefixTrainingDigests(value, field),
    ]),
  );
}
