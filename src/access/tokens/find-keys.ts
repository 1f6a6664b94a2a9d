import { HeadwaterError } from '../../platform/errors.js';
import type { IssuerDocuments } from './issuer-documents.js';
import type { TokenSettings } from './token-settings.js';

/** Where the issuer shows its keys: as set, or as OpenID Connect Discovery says. */
export async function findKeys(
  { issuer, jwksUrl }: Pick<TokenSettings, 'issuer' | 'jwksUrl'>,
  documents: IssuerDocuments,
): Promise<URL> {
  if (jwksUrl !== undefined) return new URL(jwksUrl);
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await documents.fetch(url);
  const found = (await response.json()) as { readonly jwks_uri?: unknown; readonly issuer?: unknown };
  if (typeof found.jwks_uri === 'string' && found.issuer === issuer && URL.canParse(found.jwks_uri))
    return new URL(found.jwks_uri);
  throw new HeadwaterError(
    'UNAVAILABLE',
    `${url} says nothing of the keys of ${issuer}, so tokens can't be checked; keys work on.`,
  );
}
