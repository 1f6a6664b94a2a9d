import { expect, it } from '@jest/globals';
import { utf8Headers } from '../../../packages/console/app/session/utf8-headers.js';

it('a header of the console goes as UTF-8, which fetch alone refuses', () => {
  expect(() => new Headers({ 'headwater-project': '生产' })).toThrow();

  const sent = new Headers(utf8Headers({ 'content-type': 'application/json', 'headwater-project': '生产 é' }));

  expect(sent.get('content-type')).toBe('application/json');
  expect(Buffer.from(sent.get('headwater-project') ?? '', 'latin1').toString()).toBe('生产 é');
});
