import { invalid } from '../protocol/mlflow-error.js';
import type { ToldDataset } from './dataset-words.js';

const LONGEST = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 } as const;

/** Throws INVALID_PARAMETER_VALUE for a description that MLflow refuses. */
export function checkDataset(dataset: ToldDataset): void {
  for (const [field, longest] of Object.entries(LONGEST)) {
    const value = dataset[field as keyof typeof LONGEST] ?? '';
    if (value.length > longest) throw invalid(`${field} exceeds the maximum length of ${longest}`);
  }
}

export interface InputTag {
  readonly key: string;
  readonly value: string | undefined;
}

const LONGEST_KEY = 255;
const LONGEST_VALUE = 500;

export function checkInputTag({ key, value }: InputTag): void {
  if (key.length > LONGEST_KEY) throw invalid(`InputTag key exceeds the maximum length of ${LONGEST_KEY}`);
  if ((value ?? '').length > LONGEST_VALUE)
    throw invalid(`InputTag value exceeds the maximum length of ${LONGEST_VALUE}`);
}
