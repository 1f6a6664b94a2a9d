import { z } from 'zod';
import { parseYaml } from '../reading/yaml.js';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** An output or a dependency, as `.dvc` files and `dvc.lock` have it. */
const entry = z.looseObject({
  path: z.string(),
  md5: text.optional(),
  etag: text.optional(),
  checksum: text.optional(),
  size: z.number().optional(),
  nfiles: z.number().optional(),
  cache: z.boolean().optional(),
  repo: z.looseObject({ url: z.string(), rev_lock: text.optional() }).optional(),
});
export type Entry = z.infer<typeof entry>;

const tracked = z.looseObject({
  wdir: z.string().default('.'),
  outs: z.array(entry).default([]),
  deps: z.array(entry).default([]),
});
export type TrackedData = z.infer<typeof tracked>;

const lock = z.looseObject({
  stages: z
    .record(
      z.string(),
      z.looseObject({
        cmd: z.union([z.string(), z.array(z.string())]).optional(),
        deps: z.array(entry).default([]),
        outs: z.array(entry).default([]),
        params: z.record(z.string(), z.record(z.string(), z.unknown()).nullable()).default({}),
      }),
    )
    .default({}),
});
export type Lock = z.infer<typeof lock>;
export type LockedStage = Lock['stages'][string];

/** An output in `dvc.yaml` is a path, or a path with what is said of it. */
const output = z.union([z.string(), z.record(z.string(), z.unknown())]);
const pipeline = z.looseObject({
  stages: z
    .record(z.string(), z.looseObject({ metrics: z.array(output).default([]), plots: z.array(output).default([]) }))
    .default({}),
  metrics: z.array(z.string()).default([]),
  artifacts: z
    .record(z.string(), z.looseObject({ path: z.string(), type: z.string().optional(), desc: z.string().optional() }))
    .default({}),
});
export type Pipeline = z.infer<typeof pipeline>;

export const readTracked = (yaml: string, place: string): TrackedData => read(tracked, yaml, place);
export const readLock = (yaml: string, place: string): Lock => read(lock, yaml, place);
export const readPipeline = (yaml: string, place: string): Pipeline => read(pipeline, yaml, place);

/** Reads YAML as this schema says. An error names the file, and the line or the field. */
function read<Schema extends z.ZodType>(schema: Schema, yaml: string, place: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(parseYaml(yaml, place) ?? {});
  if (error === undefined) return data as z.infer<Schema>;
  const [issue] = error.issues;
  throw new Error(`${place}: ${issue?.path.join('.') || 'it'} is not as DVC writes it: ${issue?.message}`);
}

/** The path of an output of `dvc.yaml`. */
export function pathOf(given: z.infer<typeof output>): string {
  return typeof given === 'string' ? given : (Object.keys(given)[0] ?? '');
}
