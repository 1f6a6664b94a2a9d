import { fileURLToPath } from 'node:url';
import type { Config } from '../config.js';
import { readDocuments } from '../platform/graphql/documents/read-documents.js';
import { TrustedDocuments } from '../platform/graphql/documents/trusted-documents.js';
import { packageFile } from '../platform/package/package-file.js';
import type { Logger } from '../platform/telemetry/logger.js';

/** The documents that are known by their hash: ours, and those of whoever runs the service. */
export async function trustedDocumentsOf(
  { TRUSTED_DOCUMENTS: mode, TRUSTED_DOCUMENTS_DIR: own }: Config,
  logger: Logger,
): Promise<TrustedDocuments> {
  const directories = [fileURLToPath(packageFile('schema/operations/')), ...(own === undefined ? [] : [own])];
  return new TrustedDocuments(mode, await readDocuments(directories), logger);
}
