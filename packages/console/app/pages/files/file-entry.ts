export interface FileEntry {
  readonly path: string;
  readonly isDir: boolean;
  readonly size: number | null;
  readonly contentType: string | null;
  readonly digest: string | null;
  readonly url: string | null;
}

const UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

export function bytes(size: number): string {
  const [unit, each] = UNITS.find(([, least]) => size >= least) ?? ['B', 1];
  return `${Number((size / each).toPrecision(3))} ${unit}`;
}
