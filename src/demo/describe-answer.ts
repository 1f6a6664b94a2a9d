/** Name of the operation file that asks what Headwater exists for. */
export const LIVE_MODEL = '01-what-produced-the-live-model';

/** The part of the answer that is printed. */
export interface LiveModelAnswer {
  readonly deployment: {
    readonly label: string;
    readonly bindings: readonly {
      readonly trafficPercent: number;
      readonly modelVersion: {
        readonly label: string;
        readonly aliases: readonly string[];
        readonly run: { readonly name: string; readonly metrics: readonly { name: string; value: number }[] };
        readonly upstream: { readonly nodes: readonly { readonly node: { readonly label: string } }[] };
        readonly onlineFeatures: {
          readonly columns: readonly { ref: string }[];
          readonly values: readonly (readonly unknown[])[];
        };
      };
    }[];
  };
}

/** The question, its answer and where to click, for the terminal. */
export function describeAnswer({ deployment }: LiveModelAnswer, url: string): string {
  const lines = deployment.bindings.map(({ trafficPercent, modelVersion }) => {
    const aliases = modelVersion.aliases.map((alias) => ` (${alias})`).join('');
    const auc = modelVersion.run.metrics.find((metric) => metric.name === 'roc_auc')?.value;
    const datasets = modelVersion.upstream.nodes.map(({ node }) => node.label).join(', ');
    const features = modelVersion.onlineFeatures.columns.map(({ ref }, column) => {
      const values = modelVersion.onlineFeatures.values.map((row) => shown(row[column])).join('   ');
      return `        ${ref.padEnd(34)} ${values}`;
    });
    return [
      `  ${String(trafficPercent).padStart(3)} %  ${modelVersion.label}${aliases}, by run ${modelVersion.run.name}, AUC ${auc?.toFixed(4) ?? '?'} on flights after those it learnt from`,
      `        made from ${datasets}`,
      `        its features now, for SEA and DEN:`,
      ...features,
    ].join('\n');
  });
  return `
Which model versions are live in ${deployment.label}, what produced them,
and what do they read for Seattle and Denver right now?

${lines.join('\n\n')}

Ask it yourself: ${url}   (GraphiQL; the tabs hold this question and four more)
Features in one call:
  curl -s ${url}/v1/features -H 'content-type: application/json' \\
    -d '{"deployment": "${deployment.label}", "entities": [{"airport": "SEA", "origin": "SEA", "destination": "DEN"}]}'

Ctrl-C stops it; the data stays.
`;
}

function shown(value: unknown): string {
  const text = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value);
  return text.padStart(8);
}
