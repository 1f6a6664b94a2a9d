import type { HeadwaterClient } from '@headwater/client';

/** The last hour of the flights, and the flights that the first tab of GraphiQL asks about. */
const AS_OF = '2001-04-01T00:00:00Z';
const ENTITIES = [
  { origin: 'SEA', destination: 'DEN' },
  { origin: 'DEN', destination: 'SEA' },
];
const FIRST = `
  query FirstAnswer($service: Ref!, $entities: EntityKeys!, $asOf: DateTime!) {
    onlineFeatures(service: $service, entities: $entities, asOf: $asOf) { columns { ref role } values }
  }`;

interface FirstAnswer {
  readonly onlineFeatures: {
    readonly columns: readonly { readonly ref: string; readonly role: string }[];
    readonly values: readonly (readonly unknown[])[];
  };
}

/** What both models will read of these flights can be asked long before there is a model; lines for the terminal. */
export async function firstAnswer(client: HeadwaterClient, service: string): Promise<string> {
  const variables = { service, entities: ENTITIES, asOf: AS_OF };
  const { onlineFeatures } = await client.graphql<FirstAnswer>(FIRST, variables);
  const { columns, values } = onlineFeatures;
  const lines = ENTITIES.flatMap(({ origin, destination }, flight) =>
    [...new Set(columns.map(({ role }) => role))].map((role, index) => {
      const shown = columns.flatMap(({ ref, role: its }, column) =>
        its === role ? `${nameOf(ref)} ${rounded(values[flight]?.[column])}` : [],
      );
      return `${index === 0 ? `${origin}–${destination}` : ' '.repeat(7)}  ${role}: ${shown.join(', ')}`;
    }),
  );
  return `Features answer from now on; as of ${AS_OF}:${lines.map((line) => `\n    ${line}`).join('')}`;
}

/** `airport_traffic@1:mean_delay_3h~origin` → `mean_delay_3h` */
function nameOf(ref: string): string {
  return ref.replace(/^.*:|~.*$/g, '');
}

function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
}
