import { withKey } from '../../session/session-key.js';

export interface LoadedFile {
  readonly bytes: Uint8Array;
  /** Whether there is more of it. */
  readonly isCut: boolean;
}

/** A file, or as much of it as stands at its beginning; asked with the key of this tab, which no link can have. */
export async function loadFile(url: string, most: number, signal?: AbortSignal): Promise<LoadedFile> {
  const response = await fetch(url, {
    headers: withKey({ range: `bytes=0-${most - 1}` }),
    ...(signal !== undefined && { signal }),
  });
  // 416: the file is empty, which has no first byte.
  if (response.status === 416) return { bytes: new Uint8Array(), isCut: false };
  if (!response.ok) throw new Error(await sentenceOf(response));
  const size = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
  const bytes = new Uint8Array(await response.arrayBuffer()).subarray(0, most);
  return { bytes, isCut: size > bytes.length };
}

/** Saves all of a file, with the key of this tab. */
export async function saveFile(url: string, name: string): Promise<void> {
  const response = await fetch(url, { headers: withKey({}) });
  if (!response.ok) throw new Error(await sentenceOf(response));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function sentenceOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as { readonly detail?: string; readonly title?: string };
  return problem.detail ?? problem.title ?? `The service answered ${response.status}.`;
}
