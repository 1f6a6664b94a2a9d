/** A parameter or a metric along which runs are laid out. */
export interface Axis {
  readonly word: string;
  readonly isNumber: boolean;
  /** In the order of what is drawn; null where there is none. */
  readonly values: readonly (number | string | null)[];
}
