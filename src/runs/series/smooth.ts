/**
 * The exponential moving average of a series, without the bias towards zero at its beginning: s(n) = w s(n-1) + (1 - w) v(n), divided by 1 - w^n, as
 * TensorBoard smooths. Weights are from 0, which changes nothing, to below 1. What is not finite stays as it is, and the average goes on behind it.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let average = 0;
  let bias = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    bias *= weight;
    return average / (1 - bias);
  });
}
