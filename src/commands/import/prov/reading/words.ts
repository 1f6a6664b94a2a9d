export const SECTIONS = ['entity', 'activity', 'agent'] as const;
export type Section = (typeof SECTIONS)[number];

export const HEADWATER = 'urn:headwater:';

/** What the ends of relations are, in the order of PROV's notation: the first is what was made or done, the second from what or by whom. */
export const RELATIONS = {
  used: ['activity', 'entity'],
  wasGeneratedBy: ['entity', 'activity'],
  wasDerivedFrom: ['generatedEntity', 'usedEntity'],
  wasInformedBy: ['informed', 'informant'],
  wasAttributedTo: ['entity', 'agent'],
  wasAssociatedWith: ['activity', 'agent'],
  wasInfluencedBy: ['influencee', 'influencer'],
  specializationOf: ['specificEntity', 'generalEntity'],
  hadMember: ['collection', 'entity'],
  alternateOf: ['alternate2', 'alternate1'],
  /** What PROV says within an association, where it names no agent. */
  hadPlan: ['activity', 'plan'],
} as const;
export type RelationName = keyof typeof RELATIONS;

export const SECTION_OF_ROLE: Readonly<Record<string, Section>> = {
  activity: 'activity',
  informed: 'activity',
  informant: 'activity',
  agent: 'agent',
  influencee: 'entity',
  influencer: 'entity',
};

/** Something that a document tells of, with what is known of it by relations. */
export interface ProvNode {
  /** Its number in the document. */
  readonly n: number;
  /** Its whole URI. */
  readonly uri: string;
  readonly section: Section;
  readonly attributes: ReadonlyMap<string, string[]>;
  /** Whether Headwater wrote of it. */
  readonly isOwn: boolean;
  /** The URI of what it is a state of, where that is nothing else. */
  readonly general: string | undefined;
  /** The label of who answers for it, or else the URI. */
  readonly owner: { readonly text: string; readonly isUri: boolean } | undefined;
}

/** One end of a relation. */
export interface ProvEnd {
  readonly n: number;
  readonly uri: string;
  readonly isOwn: boolean;
  /** What it becomes; undefined where it is not taken. */
  readonly kind: string | undefined;
  /** Undefined for what is only what others are states of. */
  readonly section: Section | undefined;
}

export interface ProvRelation {
  readonly name: RelationName;
  /** As in RELATIONS. */
  readonly made: ProvEnd;
  readonly from: ProvEnd;
  readonly attributes: ReadonlyMap<string, string[]>;
}

/** A value of PROV-JSON: a text, a number, or a literal with its type or language. */
export function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && '$' in value) return textOf((value as { $: unknown }).$);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
