import { createHash } from 'node:crypto';
import { parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { badInput, HeadwaterError, notFound } from '../../errors.js';
import type { Logger } from '../../telemetry/logger.js';

/** What happens to documents that are not trusted: nothing, a line in the log, a refusal. */
export const TRUST_MODES = ['off', 'log', 'enforce'] as const;
export type TrustMode = (typeof TRUST_MODES)[number];

const ADVICE = 'Trusted are those of schema/operations and of TRUSTED_DOCUMENTS_DIR.';
/** Documents whose line stands in the log already. */
const LOGGED = 1_000;
const SHA256 = /^(?:sha256:)?([\da-f]{64})$/i;

/** What a client asks with: a text, or the hash of a text that is known here. */
interface Asked {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/**
 * The documents that the service knows by their SHA-256 hash, and whether others are let through. A document is known as its file has it, without white
 * space around it, and as graphql-js prints it.
 */
export class TrustedDocuments {
  private readonly texts = new Map<string, string>();
  private readonly trusted = new Set<string>();
  private readonly logged = new LRUCache<string, true>({ max: LOGGED });

  constructor(
    private readonly mode: TrustMode,
    documents: readonly string[],
    private readonly logger: Logger,
  ) {
    for (const document of documents)
      for (const text of [document, document.trim(), print(parse(document))]) {
        this.texts.set(hashOf(text), text);
        this.trusted.add(text);
      }
  }

  /**
   * The body of a request with the text of its document in place of a hash. Throws NOT_FOUND for the hash of none, FORBIDDEN for a document that
   * is not trusted where that is enforced.
   */
  resolve(body: unknown): unknown {
    if (typeof body !== 'object' || body === null) return body;
    const { query, documentId, extensions }: Asked = body;
    if (documentId == null && extensions == null) {
      if (this.mode !== 'off') this.check(query);
      return body;
    }
    const hash = hashIn(documentId, extensions);
    if (hash === undefined || (query != null && documentId == null)) {
      if (this.mode !== 'off') this.check(query);
      return body;
    }
    if (query != null)
      throw badInput('The request has query and documentId; send one of them.', { field: 'documentId' });
    const text = this.texts.get(hash);
    if (text !== undefined) return { ...withoutHash(body), query: text };
    // Apollo asks the client for the text.
    if (documentId == null && this.mode !== 'enforce') return body;
    throw notFound(`There is no document with the hash ${hash}. ${ADVICE}`, { found: hash });
  }

  private check(query: unknown): void {
    if (typeof query !== 'string' || this.trusted.has(query)) return;
    const sha256 = hashOf(query);
    if (this.mode === 'enforce')
      throw new HeadwaterError(
        'FORBIDDEN',
        `The document with the hash ${sha256} is not trusted, and no other is answered (TRUSTED_DOCUMENTS). ${ADVICE}`,
        { found: sha256 },
      );
    if (this.logged.has(sha256)) return;
    this.logged.set(sha256, true);
    this.logger.warn(
      { sha256, operation: /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] },
      'a document that is not trusted',
    );
  }
}

/** As Apollo's clients send it, `{"persistedQuery": {"version": 1, "sha256Hash": …}}`, or as `documentId`. */
function hashIn(documentId: unknown, extensions: unknown): string | undefined {
  if (documentId != null) {
    const hash = typeof documentId === 'string' ? SHA256.exec(documentId)?.[1] : undefined;
    if (hash !== undefined) return hash.toLowerCase();
    throw badInput('documentId is the SHA-256 hash of a document in hexadecimal digits, such as sha256:1f2e….', {
      field: 'documentId',
      found: typeof documentId === 'string' ? documentId.slice(0, 100) : typeof documentId,
    });
  }
  const { persistedQuery } = extensions as { readonly persistedQuery?: { readonly sha256Hash?: unknown } };
  return typeof persistedQuery?.sha256Hash === 'string' ? persistedQuery.sha256Hash.toLowerCase() : undefined;
}

function withoutHash(body: object): object {
  const { documentId: _, extensions, ...rest } = body as Asked;
  const { persistedQuery: __, ...others } = (extensions ?? {}) as { readonly persistedQuery?: unknown };
  return Object.keys(others).length === 0 ? rest : { ...rest, extensions: others };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
