/** Names of the operation files that ask what Headwater exists for, and what its models are worth. */
export const LIVE_MODEL = '01-what-produced-the-live-model';
export const EVALUATIONS = '10-how-good-are-the-models';

interface LiveBinding {
  readonly trafficPercent: number;
  readonly modelVersion: {
    readonly label: string;
    readonly aliases: readonly string[];
    readonly run: { readonly name: string };
    readonly metrics: readonly { name: string; value: number }[];
    readonly upstream: { readonly nodes: readonly { readonly node: { readonly label: string } }[] };
  };
}

type Key = Readonly<Record<string, unknown>>;

/** The part of the answer that is printed. */
export interface LiveModelAnswer {
  readonly deployment: {
    readonly label: string;
    readonly bindings: readonly LiveBinding[];
    readonly onlineFeatures: {
      readonly modelVersion: { readonly label: string };
      readonly columns: readonly { ref: string }[];
      readonly entities: readonly Key[];
      readonly values: readonly (readonly unknown[])[];
      readonly statuses: readonly (readonly string[])[];
    };
  } | null;
}

const FEATURE_WIDTH = 46;
const VALUE_WIDTH = 12;

/** The question, its answer and where to click, for the terminal. Throws where the deployment was deleted. */
export function describeAnswer({ deployment }: LiveModelAnswer, url: string, asOf: string): string {
  if (deployment === null)
    throw new Error(
      'The deployment of the demo was deleted: start it with another HEADWATER_DATA_DIR to load it anew.',
    );
  const { onlineFeatures: table } = deployment;
  const header = table.entities.map((key) => tripOf(key).padStart(VALUE_WIDTH)).join('');
  const features = table.columns.map(({ ref }, column) => {
    const values = table.values.map((row) => shown(row[column])).join('');
    return `      ${ref.padEnd(FEATURE_WIDTH)}${values}`;
  });
  const [trip] = table.entities;
  return `
Which model versions are live in ${deployment.label}, what produced them,
and what did the one on trial read in the last hour of the data, ${asOf}?

${deployment.bindings.map(describeBinding).join('\n')}

  ${table.modelVersion.label} reads
      ${''.padEnd(FEATURE_WIDTH)}${header}
${features.join('\n')}

Ask it yourself in GraphiQL: ${url}
(its tabs hold this question and others; the second asks what is true now, when all that has expired)

Features in one call, without GraphQL:
  curl -s ${url}/v1/features -H 'content-type: application/json' \\
    -d '${JSON.stringify({ deployment: deployment.label, entities: [trip] })}'
`;
}

function describeBinding({ trafficPercent, modelVersion }: LiveBinding): string {
  const { label, aliases, run, metrics, upstream } = modelVersion;
  const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value.toFixed(3);
  const gain = figure('roc_auc_gain');
  const range = (name: string) => `95 % of days drawn anew: ${figure(`${name}_low`)} to ${figure(`${name}_high`)}`;
  const better = gain === undefined ? '' : `\n         ${gain} better than the other (${range('roc_auc_gain')})`;
  return `  ${String(trafficPercent).padStart(3)} %  ${label} (${aliases.join(', ')}), made by run ${run.name}
         from ${upstream.nodes.map(({ node }) => node.label).join(', ')}
         AUC ${figure('roc_auc')} on March, after the months it learnt from (${range('roc_auc')})${better}`;
}

/** `SEA–DEN` */
function tripOf({ origin, destination }: Key): string {
  return `${origin}–${destination}`;
}

function shown(value: unknown): string {
  const text = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value);
  return text.padStart(VALUE_WIDTH);
}
