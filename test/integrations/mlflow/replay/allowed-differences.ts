/** Where Headwater may answer otherwise than a stock server, and why; docs/mlflow.md tells its readers. */
export interface AllowedDifference {
  /** Names of steps; left out: any. */
  readonly steps?: readonly string[];
  /** What a difference looks like: its path, the stock value, "≠", ours. */
  readonly looks: RegExp;
  readonly why: string;
}

export const ALLOWED_DIFFERENCES: readonly AllowedDifference[] = [
  {
    looks: /\.value: 1\.7976931348623157e\+308 ≠ "Infinity"$/,
    why: 'Both infinities are kept as they are; MLflow makes them the largest double.',
  },
  {
    steps: ['an experiment twice', 'make it anew', 'rename it to what there is'],
    looks: /^(?:body\.message: ".*IntegrityError|body\.error_code: "BAD_REQUEST" ≠ "RESOURCE_ALREADY_EXISTS")/,
    why: 'A name that is taken is told in a sentence, not in that of a database; renaming has the code that making has.',
  },
  {
    steps: ['a run', 'a run within', 'the run of a client'],
    looks: /^body\.run\.outputs: undefined ≠ \{\}$/,
    why: 'A new run is written like any other.',
  },
  {
    steps: ['an end that is none'],
    looks: /^(?:status: 200 ≠ 400|body\.)/,
    why: 'A status that there is not is refused; MLflow takes it for none.',
  },
  {
    steps: ['a history in bulk'],
    looks: /^(?:status: 404 ≠ 200|body: )/,
    why: 'MLflow has it for its pages alone, below /ajax-api; here both prefixes are the same.',
  },
  {
    looks: /\.aliases: undefined ≠ \[/,
    why: 'Aliases stand at each version, also in searches, where MLflow leaves them out.',
  },
  {
    steps: ['a page of experiments of a forged token'],
    looks: /^(?:status: 200 ≠ 400|body\.)/,
    why: 'A token of no page is refused; MLflow counts from the end of the list.',
  },
  {
    looks: /^body\.model_versions?(?:\.\d+)?\.model_id: undefined ≠/,
    why: 'A version tells from which logged model it was made.',
  },
  {
    steps: ['search logged models'],
    looks: /^body\.models: undefined ≠/,
    why: 'A dataset that is named without digest is any of that name, as the documentation of MLflow has it; its server finds none.',
  },
  {
    steps: ['begin the run again', 'the run that was begun again', 'the run with all of it'],
    looks: /\.end_time: 1700000001000 ≠ undefined$/,
    why: 'What goes on has no end; MLflow keeps that of before.',
  },
  {
    steps: ['search logged models wrongly'],
    looks: /^body\.message: /,
    why: 'One sentence for what is no entity, in all searches.',
  },
];

/** Those of the differences of a step that are not allowed. */
export function unexpected(step: string, differences: readonly string[]): string[] {
  return differences.filter(
    (difference) =>
      !ALLOWED_DIFFERENCES.some(
        ({ steps, looks }) => (steps === undefined || steps.includes(step)) && looks.test(difference),
      ),
  );
}
