import { invalid } from '../protocol/mlflow-error.js';

const DRIVE = /^[a-z]:/i;

/** A path among the files of a run. Throws INVALID_PARAMETER_VALUE, as MLflow does, for one that would lead out of them, however often it is encoded. */
export function safePath(path = ''): string {
  let plain = path;
  for (let round = 0; round < 10 && plain.includes('%'); round++) plain = decoded(plain);
  const leadsOut = plain.startsWith('/') || DRIVE.test(plain) || plain.split('/').includes('..');
  if (leadsOut || plain.includes('\\') || plain.includes('#')) throw invalid('Invalid path');
  return partsOf(path).join('/');
}

/** What a path goes through: "." stays where it is, as in a folder of files. */
export function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
