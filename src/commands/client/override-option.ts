/** What the option says in the help of a command. */
export const OVERRIDE = 'do it though a guard refuses it, and say why; it is kept, and takes the right guard:override';

export interface OverrideOption {
  readonly override?: string;
}

/** As an input takes it. */
export function overrideOf({ override }: OverrideOption): { reason: string } | undefined {
  return override === undefined ? undefined : { reason: override };
}
