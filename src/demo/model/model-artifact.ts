import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { type LateFlightModel, lateFlightModel } from './late-flight-model.js';

/** A model as a file: canonical JSON (RFC 8785) and the SHA-256 of its UTF-8 bytes, lower-case hexadecimal. */
export interface ModelArtifact {
  json: string;
  sha256: string;
}

const FORMAT = 'late-flight-model/1';

const ARTIFACT = z.object({
  format: z.literal(FORMAT),
  features: z.array(z.string()),
  intercept: z.number(),
  weights: z.array(z.number()),
  means: z.array(z.number()),
  scales: z.array(z.number()),
});

/** Equal models give equal bytes, so the digest names the model and not the moment of writing. */
export function writeModelArtifact(model: LateFlightModel): ModelArtifact {
  const json = canonicalJson({ format: FORMAT, ...model.parameters });
  return { json, sha256: createHash('sha256').update(json, 'utf8').digest('hex') };
}

/** The inverse of writeModelArtifact; throws a ZodError for anything else. */
export function readModelArtifact(json: string): LateFlightModel {
  const { format: _, ...parameters } = ARTIFACT.parse(JSON.parse(json));
  return lateFlightModel(parameters);
}

function canonicalJson(value: object): string {
  return canonicalize(value) ?? '';
}
