import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAddressBlock, whyNotSendTo } from '../../../src/platform/outbound/address-rules.js';

const REFUSED = [
  ['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
  ['172.31.255.255', '192.0.0.8', '192.0.2.1', '192.168.0.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
  ['240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1'],
  ['64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fe80::1'],
  ['fe80::1%eth0', 'fec0::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '100::1', '4000::1', '3fff::1', '5f00::1'],
  ['1', '0x7f.1', '0177.0.0.1', '2130706433', 'localhost', '', '127.0.0.1 ', '8.8.8.8/0'],
].flat();

describe('where nothing is sent to', () => {
  it.each(REFUSED)('refuses %j', (address) => {
    expect(whyNotSendTo(address, [])).toEqual(expect.stringContaining('not an address of the internet'));
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'takes %s',
    (address) => {
      expect(whyNotSendTo(address, [])).toBeUndefined();
    },
  );

  it('takes what a block allows, and nothing beside it', () => {
    const allowed = ['10.1.0.0/16', 'fd00:1::/32', '127.0.0.1'].map(readAddressBlock);
    for (const address of ['10.1.2.3', 'fd00:1::7', '127.0.0.1'])
      expect(whyNotSendTo(address, allowed)).toBeUndefined();
    for (const address of ['10.2.0.1', 'fd00:2::7', '127.0.0.2', '::ffff:127.0.0.1', '::ffff:10.1.2.3'])
      expect(whyNotSendTo(address, allowed)).toBeDefined();
  });

  it('takes an IPv4 address exactly where no block of IANA’s special ones holds it', () => {
    const special = [
      ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
      ...['192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24'],
      ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
    ].map((block) => {
      const [base = '', bits = ''] = block.split('/');
      return [numberOf(base), 2 ** (32 - Number(bits))] as const;
    });
    const near = special.flatMap(([base, size]) => [base - 1, base, base + size - 1, base + size]);
    const number = fc.oneof(
      fc.constantFrom(...near.filter((n) => n >= 0 && n < 2 ** 32)),
      fc.nat({ max: 2 ** 32 - 1 }),
    );
    fc.assert(
      fc.property(number, (n) => {
        const isSpecial = special.some(([base, size]) => n >= base && n < base + size);
        const address = [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.');
        expect([address, whyNotSendTo(address, []) !== undefined]).toEqual([address, isSpecial]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says what is no block', () => {
    expect(() => readAddressBlock('10.0.0.0/33')).toThrow('"10.0.0.0/33" is no block of addresses');
    expect(() => readAddressBlock('everywhere')).toThrow('"everywhere" is no block of addresses');
  });
});

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
