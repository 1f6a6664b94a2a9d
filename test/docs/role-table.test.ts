import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { OWN_RIGHTS, ROLE_ACTIONS, ROLES } from '../../src/access/rights/role.js';
import { ACTIONS, isAction } from '../../src/graph/nodes/action.js';
import { CHECKOUT } from '../architecture/source-files.js';

const PAGE = `${CHECKOUT}docs/security.md`;
const BEGIN = '<!-- Written by `npm run golden`. -->\n';
const END = '<!-- Until here. -->';

/** Who may do what, as the page shows it. */
function roleTable(): string {
  const head = ['Right', ...ROLES.map((role) => `\`${role}\``), 'What it is'];
  const rows = Object.entries(ACTIONS).map(([action, meaning]) => [
    `\`${action}\``,
    ...ROLES.map((role) => (isAction(action) && ROLE_ACTIONS[role].includes(action) ? '●' : '')),
    isAction(action) && OWN_RIGHTS.includes(action) ? `${meaning} Granted by name.` : meaning,
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return (
    line(head) +
    line(head.map((_, index) => (index === 0 || index > ROLES.length ? '---' : ':-:'))) +
    rows.map(line).join('')
  );
}

it('docs/security.md shows who may do what: run `npm run golden` after a change', async () => {
  const page = await readFile(PAGE, 'utf8');
  const begin = page.indexOf(BEGIN) + BEGIN.length;
  const end = page.indexOf(END);
  if (process.env.HEADWATER_GOLDEN === 'write')
    await writeFile(PAGE, `${page.slice(0, begin)}${roleTable()}${page.slice(end)}`);

  expect((await readFile(PAGE, 'utf8')).slice(begin).split(END)[0]).toBe(roleTable());
});
