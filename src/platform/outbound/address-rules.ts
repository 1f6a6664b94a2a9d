import ipaddr from 'ipaddr.js';

/** A block of addresses, such as `10.0.0.0/8`. */
export type AddressBlock = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All that is given out to hosts of the internet lies in it; what is outside leads nowhere, or to IPv4 in disguise. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Reads `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`. Throws for what is neither an address nor a block. */
export function readAddressBlock(text: string): AddressBlock {
  if (ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)) {
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  }
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  throw new Error(`${JSON.stringify(text)} is no block of addresses, such as 10.0.0.0/8 or fd00::/8`);
}

/**
 * Says why nothing is sent to an address; undefined where it may be. Only addresses of the internet may, and those that a block allows: whoever can
 * name an address could else have the service speak to its neighbours, itself among them.
 */
export function whyNotSendTo(text: string, allowed: readonly AddressBlock[]): string | undefined {
  if (isAllowed(text, allowed)) return undefined;
  const range = rangeOf(text);
  return range === 'unicast' ? undefined : `${text} is not an address of the internet (${range})`;
}

/** Whether one of the blocks names it. An IPv4 address that hides in one of IPv6 is not looked for: it isn't needed. */
export function isAllowed(text: string, allowed: readonly AddressBlock[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  return allowed.some(([block, bits]) => address.kind() === block.kind() && address.match(block, bits));
}

function rangeOf(text: string): string {
  // `1` and `0x7f.1` are addresses to some and names to others.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return 'not written as one';
  const address = ipaddr.parse(text);
  const range = address.range();
  if (range === 'unicast' && address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) return 'reserved';
  return range;
}
