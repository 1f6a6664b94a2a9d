import type { ChangeData } from './change-data.js';

/** The attributes of a CloudEvent 1.0 that tells a change. */
export interface CloudEventAttributes {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Orders events of one source, as text too. */
  readonly sequence: string;
  readonly partitionkey: string;
}

export const STRUCTURED = 'application/cloudevents+json; charset=utf-8';
/** Digits: the extension asks for texts that sort like numbers. */
const SEQUENCE_DIGITS = 16;

/** `source` says which service it is, to those who hear of several. */
export function cloudEventOf(change: ChangeData, source: string): CloudEventAttributes {
  const [node] = change.nodes;
  const project = change.project === null ? '' : `/projects/${encodeURIComponent(change.project)}`;
  return {
    specversion: '1.0',
    id: change.id,
    source: `${source}${project}`,
    type: `dev.headwater.${dotted(change.action)}.v1`,
    ...(node !== undefined && { subject: node.label }),
    time: change.at,
    datacontenttype: 'application/json',
    sequence: String(change.position).padStart(SEQUENCE_DIGITS, '0'),
    partitionkey: node?.id ?? change.project ?? 'service',
  };
}

/** `model:set-alias` as event types are written: `model.set-alias`. */
export function dotted(action: string): string {
  return action.replaceAll(':', '.');
}

/** Attributes and data in one JSON object. */
export function structured(change: ChangeData, source: string): string {
  return JSON.stringify({ ...cloudEventOf(change, source), data: change });
}

/** The attributes as headers; what headers can't hold is percent-encoded, as the HTTP binding has it. */
export function binaryHeaders(change: ChangeData, source: string): Record<string, string> {
  const { datacontenttype, ...attributes } = cloudEventOf(change, source);
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeHeader(value)]);
  return { ...Object.fromEntries(headers), 'content-type': datacontenttype };
}

function encodeHeader(value: string): string {
  return value.replaceAll(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
