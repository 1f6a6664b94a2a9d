const RUN_HEX = /^[0-9a-f]{32}$/;
const LOGGED_MODEL = /^m-([0-9a-f]{32})$/;
const DECIMAL = /^(?:0|[1-9]\d{0,38})$/;
const LARGEST = (1n << 128n) - 1n;

/** The experiment that MLflow has from the beginning, and its id. */
export const DEFAULT_EXPERIMENT = { id: '0', name: 'Default' } as const;

/** A run as MLflow knows it: the digits of its uuid. */
export function runIdOfUuid(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** The uuid of a run; undefined for text that can't be one. */
export function uuidOfRunId(id: string): string | undefined {
  return RUN_HEX.test(id) ? withDashes(id) : undefined;
}

export function modelIdOfUuid(uuid: string): string {
  return `m-${runIdOfUuid(uuid)}`;
}

export function uuidOfModelId(id: string): string | undefined {
  const [, hex] = LOGGED_MODEL.exec(id) ?? [];
  return hex === undefined ? undefined : withDashes(hex);
}

/*   019acaf0-7c3a-7b52-8f10-2f6c9a1d4e55  ⇄  2133950482961748221947219357236547157
 * Experiments of MLflow have whole numbers for ids. That of a uuid is one, so nobody has to keep which belongs to which.  */

/** An experiment as MLflow knows it: its uuid as a whole number, and "0" for the one that is there from the beginning. */
export function experimentIdOf({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === DEFAULT_EXPERIMENT.name ? DEFAULT_EXPERIMENT.id : BigInt(`0x${runIdOfUuid(id)}`).toString();
}

/** The uuid of an experiment; undefined for text that can't be one. */
export function uuidOfExperimentId(id: string): string | undefined {
  if (!DECIMAL.test(id)) return undefined;
  const number = BigInt(id);
  return number > LARGEST ? undefined : withDashes(number.toString(16).padStart(32, '0'));
}

function withDashes(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
