import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { describeValue } from '../../platform/text/describe-value.js';

/** Characters. Two names of 256, each twice as long in quotes or in pairs of surrogates, an alias, and letters that are not composed. */
export const LONGEST_REF = 2_048;

/** A reference as written. What it resolves to depends on where it stands; see references.ts. */
export const Ref = new GraphQLScalarType<string, string>({
  name: 'Ref',
  description: [
    'Names a node: an id (`model_version_01j…`) or a natural reference in the current project:',
    '`flights` (a dataset), `flights@3` (a version), `flight_delay@champion` (a model version by alias),',
    '`production/flight-delay` (a deployment), `airport_traffic@2:mean_delay_3h` (a feature; `:*` for all),',
    '`flights@3:delay` (a column of a dataset version). A feature may end in a role, `airport_traffic:*~destination`:',
    'its join key is then read from the column `destination` (`destination_<key>` where there are several).',
    'Without `@version` it means, where a version is needed, the newest one; of a feature set the current one.',
    '',
    'A name is written in quotes where `:`, `@`, `/`, `~`, white space or a quotation mark stands in it, and where it looks',
    'like an id or is `*`, `.` or `..`: `"My Experiment"`, `"s3://bucket/key"@3`, `flights@3:"delay (min)"`.',
    'A quotation mark within is written twice: `"the ""best"" model"`. Other names may have quotes and need none.',
    'Names are case-sensitive, and compared in Unicode normalization form C. A `label` is such a reference, with quotes',
    'exactly where they are needed.',
    '',
    'What something was made from may lie in another project, whose name stands before it: `theirs::flights@3`,',
    '`"Team A"::flights@3`. That holds for inputs of runs, sources of features and `derivedFrom`.',
  ].join('\n'),
  serialize: String,
  parseValue: (value) => nonEmptyText(value),
  parseLiteral: (node) => nonEmptyText(node.kind === Kind.STRING ? node.value : undefined),
});

function nonEmptyText(value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_REF) return value;
  throw new GraphQLError(`${describeValue(value)} is not a reference: write text such as "flights@3", or an id.`, {
    extensions: { code: 'BAD_USER_INPUT', found: value },
  });
}
