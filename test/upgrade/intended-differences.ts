import type { Question } from './list-questions.js';

/** A change of what a recorded question is answered with, and why it was right to change it. */
export interface IntendedDifference {
  readonly reason: string;
  readonly concerns: (question: Question) => boolean;
  /** What the recorded answer has become. */
  readonly become: (answer: unknown) => unknown;
}

/** The only place where an answer from before an upgrade may differ from the one after it. */
export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = [];
