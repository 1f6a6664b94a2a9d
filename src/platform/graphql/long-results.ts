import type { JsonText } from '../memory/json-text.js';
import { stringifyWithRawJson } from './scalars/raw-json.js';

/** What no result begins with. */
const MARK = '#';

/** Takes results that are too long for one text past Apollo, which knows texts alone: in their place it gets a name. */
export class LongResults {
  private readonly results = new Map<string, readonly Buffer[]>();
  private count = 0;

  /** For Apollo. */
  readonly stringify = (value: unknown): string => {
    const json = stringifyWithRawJson(value);
    if (typeof json === 'string') return json;
    const name = MARK + this.count++;
    this.results.set(name, json);
    return name;
  };

  /** What Apollo's text stands for. */
  resolve(text: string): JsonText {
    if (!text.startsWith(MARK)) return text;
    const result = this.results.get(text);
    this.results.delete(text);
    return result ?? text;
  }
}
