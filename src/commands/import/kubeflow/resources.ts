import { z } from 'zod';

/** What the generated clients write for what is not there is null. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
/** Milliseconds since 1970, as a text. */
const time = z
  .union([z.string().regex(/^\d{1,15}$/, 'is no number of milliseconds'), z.number()])
  .nullish()
  .transform((value) => (value == null ? undefined : Number(value)));
/** Ids are texts of digits; servers that are no Kubeflow's may write numbers. */
const id = z.union([z.string().min(1), z.number()]).transform(String);
const properties = z
  .record(z.string(), z.looseObject({ metadataType: z.string().nullish() }))
  .nullish()
  .transform((value) => value ?? {});

const base = {
  id,
  name: text,
  description: text,
  externalId: text,
  customProperties: properties,
  createTimeSinceEpoch: time,
};
const named = { ...base, name: z.string().min(1) };

export const REGISTERED_MODEL = z.looseObject({
  ...named,
  owner: text,
  state: text,
  maturity: text,
  language: texts,
  tasks: texts,
  provider: text,
  license: text,
  licenseLink: text,
  libraryName: text,
  readme: text,
});
export const MODEL_VERSION = z.looseObject({ ...named, registeredModelId: id, author: text, state: text });
export const ARTIFACT = z.looseObject({
  ...base,
  artifactType: z.string().default('model-artifact'),
  uri: text,
  state: text,
  modelFormatName: text,
  modelFormatVersion: text,
  storageKey: text,
  storagePath: text,
  modelSourceKind: text,
  modelSourceClass: text,
  modelSourceGroup: text,
  modelSourceId: text,
  modelSourceName: text,
  digest: text,
  source: text,
  value: z.union([z.string(), z.number()]).nullish(),
});
export const SERVING_ENVIRONMENT = z.looseObject(named);
export const INFERENCE_SERVICE = z.looseObject({
  ...base,
  registeredModelId: id,
  servingEnvironmentId: id,
  modelVersionId: text,
  runtime: text,
  desiredState: text,
});

export type RegisteredModel = z.infer<typeof REGISTERED_MODEL>;
export type ModelVersion = z.infer<typeof MODEL_VERSION>;
export type Artifact = z.infer<typeof ARTIFACT>;
export type ServingEnvironment = z.infer<typeof SERVING_ENVIRONMENT>;
export type InferenceService = z.infer<typeof INFERENCE_SERVICE>;

/** Reads one resource. An error names its place and the field. */
export function readResource<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: () => string,
): z.infer<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data as z.infer<Schema>;
  const [issue] = error.issues;
  throw new Error(
    `${place()}${issue === undefined || issue.path.length === 0 ? '' : `.${issue.path.join('.')}`} is not as Kubeflow's model registry writes it: ${issue?.message}. Nothing was changed.`,
  );
}
