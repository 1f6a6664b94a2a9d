import { readFile, writeFile } from 'node:fs/promises';
import { expect } from '@jest/globals';

interface Output {
  readonly output_type: string;
  readonly text?: string | string[];
  readonly data?: Record<string, string | string[]>;
}

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | string[];
    readonly outputs?: Output[];
  }[];
}

/** Expects a notebook that was just executed to show what the stored one shows; HEADWATER_GOLDEN=write stores it instead. */
export async function expectSameNotebook(executed: string, stored: string): Promise<void> {
  const text = await readFile(executed, 'utf8');
  if (process.env.HEADWATER_GOLDEN === 'write') await writeFile(stored, asStored(text));
  const [fresh, kept] = [text, await readFile(stored, 'utf8')].map((each) => shown(JSON.parse(each) as Notebook));

  expect(fresh).toEqual(kept);
}

/** What a reader sees, but for what differs each time: ids, digests, ports, versions, names that the service makes up. */
function shown({ cells }: Notebook): unknown[] {
  return cells.map(({ source, outputs = [] }) => [joined(source), ...outputs.map(seen)]);
}

function seen({ output_type: type, text, data = {} }: Output): unknown {
  if (type === 'error') throw new Error('A notebook is stored with an error.');
  const picture = joined(data['image/svg+xml'] ?? '');
  // Where boxes stand depends on their names.
  if (picture !== '')
    return [...picture.matchAll(/<text [^>]*>([^<]*)</g)].map(([, label = '']) => plain(label)).toSorted();
  return plain(joined(text ?? data['text/html'] ?? data['text/plain'] ?? ''));
}

const joined = (text: string | string[]) => (Array.isArray(text) ? text.join('') : text);

function plain(text: string): string {
  return text
    .replace(/\b([a-z_]+)_[0-9a-z]{26}\b/g, '$1_…')
    .replace(/\b[0-9a-f]{64}\b/g, '…')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4000')
    .replace(/\b\d+\.\d+\.\d+\b/g, '…')
    .replace(/-[0-9a-f]{8}\b/g, '-…')
    .trimEnd();
}

/** As it is kept: with the port that everybody has, and pictures as pictures alone, for GitHub shows none of those that stand in HTML. */
function asStored(text: string): string {
  const notebook = JSON.parse(text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4000')) as Notebook;
  for (const { data } of notebook.cells.flatMap(({ outputs = [] }) => outputs))
    if (data?.['image/svg+xml'] !== undefined) delete data['text/html'];
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
