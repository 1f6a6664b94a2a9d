type Given<Value> = Value extends (infer Element)[] ? readonly Element[] : Value;

/** What an object of a class holds: all but its methods. */
export type FieldsOf<T> = {
  readonly [Name in keyof T as T[Name] extends (...args: never[]) => unknown ? never : Name]: Given<T[Name]>;
};

/** An object of a class that has no constructor of its own, from all of its fields: the compiler misses those that are left out. */
export function make<T extends object>(type: new () => T, fields: FieldsOf<T>): T {
  return Object.assign(new type(), fields);
}
