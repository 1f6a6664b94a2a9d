import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isFreeName, LONGEST_NAME } from '../../graph/names/free-name.js';
import { HeadwaterError } from '../../platform/errors.js';
import { once } from '../../platform/once.js';
import { VerifiedPrincipal } from '../rights/principal.js';
import { unauthenticated } from '../unauthenticated.js';
import { grantsOfClaims } from './claim-roles.js';
import { findKeys } from './find-keys.js';
import { IssuerDocuments } from './issuer-documents.js';
import type { TokenSettings } from './token-settings.js';

/** Those with a public key: whoever can check a token must not be able to make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Clocks of two machines differ. */
const CLOCK_TOLERANCE_S = 5;
/** Seconds; no later time can be written. */
const END_OF_TIME = 8_640_000_000_000;

/** Reads tokens of one issuer. */
export class TokenVerifier {
  private readonly documents = new IssuerDocuments();
  private readonly keys: () => Promise<JWTVerifyGetKey>;

  constructor(private readonly settings: TokenSettings) {
    this.keys = once(async () => {
      const url = await findKeys(settings, this.documents);
      return createRemoteJWKSet(url, { [customFetch]: this.documents.fetch });
    });
  }

  /** Throws UNAUTHENTICATED for a token that is not to be believed, UNAVAILABLE where the keys of the issuer can't be read. */
  async verify(token: string): Promise<VerifiedPrincipal> {
    const { issuer, audience } = this.settings;
    try {
      const { payload } = await jwtVerify(token, await this.keys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
      });
      return this.principalOf(payload);
    } catch (error) {
      const problem = problemOf(error, this.settings);
      if (problem.code === 'UNAVAILABLE') this.documents.rest();
      throw problem;
    }
  }

  private principalOf(payload: JWTPayload): VerifiedPrincipal {
    const { nameClaim, rolesClaim, roles } = this.settings;
    const name = claimAt(payload, nameClaim);
    if (typeof name !== 'string' || !isFreeName(name))
      throw unauthenticated(
        `The token has no claim ${nameClaim} with a name of at most ${LONGEST_NAME} characters.`,
        'invalid',
      );
    const grants = grantsOfClaims(texts(claimAt(payload, rolesClaim)), roles);
    const { exp = 0 } = payload;
    const expiresAt = exp <= END_OF_TIME ? new Date(exp * 1000) : null;
    return new VerifiedPrincipal({ name: name.normalize(), proof: 'TOKEN', keyId: null, grants, expiresAt });
  }
}

function claimAt(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Some issuers write a list as one text with spaces. */
function texts(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : [];
}

function problemOf(error: unknown, { issuer, audience }: TokenSettings): HeadwaterError {
  if (error instanceof HeadwaterError) return error;
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has expired.', 'expired');
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthenticated(
      `The token is not for here: its claim ${error.claim} is not as wanted (iss "${issuer}", aud "${audience}").`,
      'invalid',
    );
  const areUnreadable = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (areUnreadable || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC')
    return new HeadwaterError(
      'UNAVAILABLE',
      `The keys of ${issuer} can't be read now, so tokens can't be checked; keys work on.`,
    );
  return unauthenticated('The token is not signed by whom it has to be, or is no token.', 'invalid');
}
