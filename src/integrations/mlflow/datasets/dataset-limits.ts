import { requireLength } from '../protocol/names.js';
import type { ToldDataset } from './dataset-words.js';

const LONGEST = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 } as const;

/** Throws INVALID_PARAMETER_VALUE for a description that MLflow refuses. */
export function checkDataset(dataset: ToldDataset): void {
  for (const [field, longest] of Object.entries(LONGEST)) {
    requireLength(field, dataset[field as keyof typeof LONGEST] ?? '', longest);
  }
}

export interface InputTag {
  readonly key: string;
  readonly value: string | undefined;
}

const LONGEST_KEY = 255;
const LONGEST_VALUE = 500;

export function checkInputTag({ key, value }: InputTag): void {
  requireLength('key', key, LONGEST_KEY);
  requireLength('value', value ?? '', LONGEST_VALUE);
}
