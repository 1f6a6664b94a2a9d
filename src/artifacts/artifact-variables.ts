import { resolve } from 'node:path';
import { z } from 'zod';
import type { ArtifactSettings } from './artifact-settings.js';

/** What the environment may say of files of runs and versions. */
export const ARTIFACT_VARIABLES = {
  ARTIFACT_DIR: {
    schema: z.string().min(1).optional(),
    meaning:
      'Where files of runs and versions are kept, and received; all processes on a database share it. Unset: artifacts in HEADWATER_DATA_DIR.',
  },
  ARTIFACT_S3_BUCKET: {
    schema: z.string().min(1).optional(),
    meaning:
      'A bucket of S3 that keeps them instead; uploads are still received in ARTIFACT_DIR. Credentials as the AWS SDK finds them, such as AWS_ACCESS_KEY_ID. Unset: none.',
  },
  ARTIFACT_S3_PREFIX: {
    schema: z.string().max(512).default(''),
    meaning: 'What keys in that bucket begin with, such as headwater/.',
  },
  ARTIFACT_S3_ENDPOINT: {
    schema: z.url({ protocol: /^https?$/, error: 'must look like https://s3.example.com' }).optional(),
    meaning: 'Where that bucket is, if not at AWS: MinIO, Ceph, R2, …',
  },
  ARTIFACT_S3_REGION: { schema: z.string().min(1).default('us-east-1'), meaning: 'The region of that bucket.' },
  ARTIFACT_MAX_BYTES: {
    schema: z.coerce.number().int().min(1).max(5_497_558_138_880).default(137_438_953_472),
    meaning: 'Largest file.',
  },
  ARTIFACT_CONCURRENCY: {
    schema: z.coerce.number().int().min(1).max(1_000).default(32),
    meaning: 'Uploads of files at once, and downloads. Others wait.',
  },
  ARTIFACT_KEEP_DAYS: {
    schema: z.coerce.number().min(0).max(36_500).default(30),
    meaning: 'Days for which files of a deleted run or version are kept, so that it can be brought back with them.',
  },
} as const;

/** A content that no file has is one of an upload under way, or of one that broke off. */
const GRACE_SECONDS = 86_400;

interface ArtifactConfig {
  readonly ARTIFACT_DIR?: string | undefined;
  readonly ARTIFACT_S3_BUCKET?: string | undefined;
  readonly ARTIFACT_S3_PREFIX: string;
  readonly ARTIFACT_S3_ENDPOINT?: string | undefined;
  readonly ARTIFACT_S3_REGION: string;
  readonly ARTIFACT_MAX_BYTES: number;
  readonly ARTIFACT_CONCURRENCY: number;
  readonly ARTIFACT_KEEP_DAYS: number;
  readonly HEADWATER_DATA_DIR: string;
  readonly TRANSFER_TIMEOUT_MS: number;
}

/** What the settings say of files, and what follows: a content that is unused is kept for longer than any upload may take. */
export function artifactSettings(config: ArtifactConfig): ArtifactSettings {
  const { ARTIFACT_S3_BUCKET: name } = config;
  return {
    directory: resolve(config.ARTIFACT_DIR ?? `${config.HEADWATER_DATA_DIR}/artifacts`),
    bucket:
      name === undefined
        ? undefined
        : {
            name,
            prefix: config.ARTIFACT_S3_PREFIX,
            endpoint: config.ARTIFACT_S3_ENDPOINT,
            region: config.ARTIFACT_S3_REGION,
          },
    maxBytes: config.ARTIFACT_MAX_BYTES,
    transfers: config.ARTIFACT_CONCURRENCY,
    keepSeconds: config.ARTIFACT_KEEP_DAYS * 86_400,
    graceSeconds: Math.max(GRACE_SECONDS, (2 * config.TRANSFER_TIMEOUT_MS) / 1_000),
  };
}
