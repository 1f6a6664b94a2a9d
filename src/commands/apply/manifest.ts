import type { VariablesOf } from '@headwater/client/documents';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { DEFINE_ENTITY, DEFINE_ENVIRONMENT, DEFINE_FEATURE_SERVICE, PUBLISH } from './documents.js';

const named = z.looseObject({ name: z.string() });

const Shape = z.strictObject({
  environments: z.array(named).default([]),
  entities: z
    .array(named.extend({ joinKeys: z.array(z.looseObject({ name: z.string(), type: z.string() })).min(1) }))
    .default([]),
  featureSets: z.array(named.extend({ entity: z.string() })).default([]),
  featureServices: z.array(named.extend({ features: z.array(z.string()).min(1) })).default([]),
});

const LISTS = 'environments, entities, featureSets and featureServices';

/**
 * What a file says should be there. Each item is the input of the GraphQL mutation that makes it (DefineEnvironmentInput,
 * DefineEntityInput, PublishFeatureSetInput, DefineFeatureServiceInput), which checks it further.
 */
export interface Manifest {
  readonly environments: readonly VariablesOf<typeof DEFINE_ENVIRONMENT>['input'][];
  readonly entities: readonly VariablesOf<typeof DEFINE_ENTITY>['input'][];
  readonly featureSets: readonly VariablesOf<typeof PUBLISH>['input'][];
  readonly featureServices: readonly VariablesOf<typeof DEFINE_FEATURE_SERVICE>['input'][];
}

/** Reads YAML, or JSON. Throws with every problem and where in the file it is. */
export function readManifest(text: string, file: string): Manifest {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new Error(`${file} is not YAML:\n${document.errors.map(({ message }) => `  - ${message}`).join('\n')}`);
  const parsed = Shape.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`);
    throw new Error(`${file} can't be applied; it has lists named ${LISTS}:\n${problems.join('\n')}`);
  }
  for (const [list, items] of Object.entries(parsed.data)) refuseDoubles(file, list, items);
  return parsed.data as unknown as Manifest;
}

function refuseDoubles(file: string, list: string, items: readonly { name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name)) throw new Error(`${file} has "${name}" twice in ${list}; give it once.`);
    seen.add(name);
  }
}
