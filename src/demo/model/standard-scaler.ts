/** Parameters that bring feature vectors to mean 0 and standard deviation 1 over the training rows; one entry per feature. */
export interface StandardScaler {
  means: number[];
  scales: number[];
}

/** A feature vector as features are served: null where there is no value. */
export type FeatureVector = readonly (number | null)[];

/** Means and population standard deviations over the values that are there. A constant or empty column gets scale 1, so that it scales to 0. */
export function fitStandardScaler(vectors: readonly FeatureVector[], width: number): StandardScaler {
  const columns = Array.from({ length: width }, (_, j) =>
    vectors.map((vector) => vector[j] ?? null).filter((value) => value !== null),
  );
  const means = columns.map((column) => mean(column));
  const scales = columns.map(
    (column, j) => Math.sqrt(mean(column.map((value) => (value - (means[j] ?? 0)) ** 2))) || 1,
  );
  return { means, scales };
}

/** Scales one vector. A null becomes 0, which is the training mean: a missing value moves the prediction neither way. */
export function standardise(vector: FeatureVector, { means, scales }: StandardScaler): number[] {
  if (vector.length !== means.length) throw new RangeError(`expected ${means.length} features, found ${vector.length}`);
  return vector.map((value, j) => (value === null ? 0 : (value - (means[j] ?? 0)) / (scales[j] ?? 1)));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
