import { TokenType } from '@streamparser/json';

/** Where in a document something stands, such as `.entity.raw`. */
export type Place = () => string;

type Container = Record<string, unknown> | unknown[];

/** What goes into an object or a list of a document, and is told of what is in it. */
export interface Scope {
  /** What goes into an object or a list that stands in this one; undefined where that is to be given whole, by `take`. */
  enter(key: string, isList: boolean, place: Place): Scope | undefined;
  take(key: string, value: unknown, place: Place): void;
  end?(place: Place): void;
}

/** Nothing that is given whole is nested deeper. */
const DEEPEST = 500;

interface Level {
  readonly scope: Scope | undefined;
  /** Where nothing goes into it: what is made of it. */
  readonly made: Container | undefined;
  readonly isList: boolean;
  key: string;
  index: number;
}

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'more' | 'nothing';

/** Makes values of the tokens of one JSON text, and gives them to scopes, as soon as each is there: only what is under way is held. */
export class JsonWalk {
  private readonly levels: Level[] = [];
  private expected: Expected = 'value';

  constructor(private readonly root: Scope) {}

  get isOver(): boolean {
    return this.expected === 'nothing';
  }

  /** Whether something is made that is to be given whole. */
  get isMaking(): boolean {
    return this.levels.at(-1)?.made !== undefined;
  }

  /** Where it is, such as `.entity.raw`. */
  readonly place: Place = () =>
    this.levels.map(({ isList, key, index }) => (isList ? `[${index}]` : `.${key}`)).join('');

  /** False where no such token may stand here. */
  take(token: TokenType, value: unknown): boolean {
    const level = this.levels.at(-1);
    switch (this.expected) {
      case 'name or }':
        if (token === TokenType.RIGHT_BRACE) return this.close();
        return this.name(token, value, level);
      case 'name':
        return this.name(token, value, level);
      case ':':
        this.expected = 'value';
        return token === TokenType.COLON;
      case 'more':
        if (token === TokenType.COMMA) this.expected = level?.isList === true ? 'value' : 'name';
        else if (token === (level?.isList === true ? TokenType.RIGHT_BRACKET : TokenType.RIGHT_BRACE))
          return this.close();
        else return false;
        if (level?.isList === true) level.index++;
        return true;
      case 'value or ]':
        if (token === TokenType.RIGHT_BRACKET) return this.close();
        return this.value(token, value, level);
      case 'value':
        return this.value(token, value, level);
      case 'nothing':
        return false;
    }
  }

  private name(token: TokenType, value: unknown, level: Level | undefined): boolean {
    if (token !== TokenType.STRING || level === undefined) return false;
    level.key = value as string;
    this.expected = ':';
    return true;
  }

  private value(token: TokenType, value: unknown, level: Level | undefined): boolean {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
      this.open(token === TokenType.LEFT_BRACKET, level);
      return true;
    }
    if (token < TokenType.TRUE || token > TokenType.NUMBER) return false;
    this.expected = level === undefined ? 'nothing' : 'more';
    this.put(level, value);
    return true;
  }

  private open(isList: boolean, level: Level | undefined): void {
    if (this.levels.length > DEEPEST) throw new Error(`it is nested more than ${DEEPEST} deep`);
    const outer = level === undefined ? this.root : level.scope;
    const scope = outer?.enter(level === undefined ? '' : keyOf(level), isList, this.place);
    const made = scope === undefined ? (isList ? [] : {}) : undefined;
    this.levels.push({ scope, made, isList, key: '', index: 0 });
    this.expected = isList ? 'value or ]' : 'name or }';
  }

  private close(): true {
    const level = this.levels.pop();
    const outer = this.levels.at(-1);
    this.expected = outer === undefined ? 'nothing' : 'more';
    if (level?.made !== undefined) this.put(outer, level.made);
    else level?.scope?.end?.(this.place);
    return true;
  }

  private put(level: Level | undefined, value: unknown): void {
    if (level === undefined) this.root.take('', value, this.place);
    else if (Array.isArray(level.made)) level.made.push(value);
    // As JSON.parse does it, `__proto__` is a name like any other, and the last of equal names stands.
    else if (level.made !== undefined)
      Object.defineProperty(level.made, level.key, { value, enumerable: true, configurable: true, writable: true });
    else level.scope?.take(keyOf(level), value, this.place);
  }
}

const keyOf = ({ isList, key, index }: Level) => (isList ? String(index) : key);

/** Gives a scope what was made whole. */
export function feed(scope: Scope, value: object, place: Place): void {
  for (const [key, inner] of Object.entries(value)) {
    const at = () => `${place()}${Array.isArray(value) ? `[${key}]` : `.${key}`}`;
    const isWhole = typeof inner !== 'object' || inner === null;
    const within = isWhole ? undefined : scope.enter(key, Array.isArray(inner), at);
    if (within === undefined) scope.take(key, inner, at);
    else feed(within, inner, at);
  }
  scope.end?.(place);
}
