/** Name of the operation file that asks what Headwater exists for. */
export const LIVE_MODEL = '01-what-produced-the-live-model';

interface LiveBinding {
  readonly trafficPercent: number;
  readonly modelVersion: {
    readonly label: string;
    readonly aliases: readonly string[];
    readonly run: { readonly name: string; readonly metrics: readonly { name: string; value: number }[] };
    readonly upstream: { readonly nodes: readonly { readonly node: { readonly label: string } }[] };
  };
}

/** The part of the answer that is printed. */
export interface LiveModelAnswer {
  readonly deployment: {
    readonly label: string;
    readonly bindings: readonly LiveBinding[];
    readonly onlineFeatures: {
      readonly modelVersion: { readonly label: string };
      readonly columns: readonly { ref: string }[];
      readonly entities: readonly { airport: string }[];
      readonly values: readonly (readonly unknown[])[];
      readonly statuses: readonly (readonly string[])[];
    };
  };
}

const FEATURE_WIDTH = 34;
const VALUE_WIDTH = 10;

/** The question, its answer and where to click, for the terminal. */
export function describeAnswer({ deployment }: LiveModelAnswer, url: string): string {
  const { onlineFeatures: table } = deployment;
  const header = table.entities.map(({ airport }) => airport.padStart(VALUE_WIDTH)).join('');
  const features = table.columns.map(({ ref }, column) => {
    const values = table.values.map((row) => shown(row[column])).join('');
    return `      ${ref.padEnd(FEATURE_WIDTH)}${values}`;
  });
  return `
Which model versions are live in ${deployment.label}, what produced them,
and what does the one with most traffic read for Seattle and Denver right now?

${deployment.bindings.map(describeBinding).join('\n')}

  ${table.modelVersion.label} reads
      ${''.padEnd(FEATURE_WIDTH)}${header}
${features.join('\n')}

Ask it yourself in GraphiQL: ${url}
(the tabs hold this question and eight more)

Features in one call, without GraphQL:
  curl -s ${url}/v1/features -H 'content-type: application/json' \\
    -d '{"deployment": "${deployment.label}", "entities": [{"airport": "SEA"}]}'
`;
}

function describeBinding({ trafficPercent, modelVersion }: LiveBinding): string {
  const { label, aliases, run, upstream } = modelVersion;
  const auc = run.metrics.find((metric) => metric.name === 'roc_auc')?.value.toFixed(4) ?? '?';
  return `  ${String(trafficPercent).padStart(3)} %  ${label} (${aliases.join(', ')}), made by run ${run.name}
         from ${upstream.nodes.map(({ node }) => node.label).join(', ')}
         AUC ${auc} on flights after those it learnt from`;
}

function shown(value: unknown): string {
  const text = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value);
  return text.padStart(VALUE_WIDTH);
}
