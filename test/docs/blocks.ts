import { readFile } from 'node:fs/promises';
import { CHECKOUT } from '../architecture/source-files.js';

/** Commands that a page shows, and what it says they print; empty where it says nothing. */
export interface ShellBlock {
  readonly commands: string;
  readonly output: string;
}

const BLOCK = /```sh\n(.*?)```(?:\n+```(?:json)?\n(.*?)```)?/gs;

/** The blocks of shell of a page, in their order. */
export async function shellBlocks(page: string): Promise<ShellBlock[]> {
  const text = await readFile(`${CHECKOUT}${page}`, 'utf8');
  return [...text.matchAll(BLOCK)].map(([, commands = '', output = '']) => ({ commands, output }));
}

/** The blocks of a language, in their order. */
export async function codeBlocks(page: string, language: 'python' | 'yaml'): Promise<string[]> {
  const text = await readFile(`${CHECKOUT}${page}`, 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code = '']) => code);
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What differs each time: ids of runs, moments with milliseconds, and those of today, of which one in a thousand has none. */
export function withoutChance(output: string): string {
  return output
    .replace(/\brun_[0-9a-z]{26}\b/g, 'run_…')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (moment, fraction) =>
      fraction !== undefined || Math.abs(Date.now() - Date.parse(moment)) < DAY_MS ? 'a moment' : moment,
    )
    .trim();
}
