interface Points {
  readonly nodes: readonly { readonly step: number | null; readonly value: number }[];
}

/** The part of the answer that is printed. */
export interface EvaluationsAnswer {
  readonly runs: {
    readonly nodes: readonly {
      readonly name: string;
      readonly inputs: readonly { readonly role: string | null; readonly node: { readonly label: string } }[];
      readonly predicted: Points;
      readonly observed: Points;
    }[];
  };
}

/** How far each model's probabilities can be taken at their word, for the terminal. */
export function describeEvaluations({ runs }: EvaluationsAnswer): string {
  const tables = runs.nodes.map(({ name, inputs, predicted, observed }) => {
    const judged = inputs.find(({ role }) => role === 'judged')?.node.label ?? name;
    return `  ${judged.padEnd(16)} said  ${inPercent(predicted)}\n  ${''.padEnd(16)} came  ${inPercent(observed)}`;
  });
  return `
Of flights that a model calls late with such a probability, how many came late (%, tenths of March)?

${tables.join('\n')}
`;
}

function inPercent({ nodes }: Points): string {
  return nodes.map(({ value }) => (value * 100).toFixed(1).padStart(5)).join('');
}
