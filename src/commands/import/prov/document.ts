import { parseJson } from '../reading/json.js';
import { readWholeText } from '../reading/whole-file.js';

const SECTIONS = ['entity', 'activity', 'agent'] as const;
export type Section = (typeof SECTIONS)[number];

/** What the ends of relations are, in the order of PROV's notation: the first is what was made or done, the second from what or by whom. */
const RELATIONS = {
  used: ['activity', 'entity'],
  wasGeneratedBy: ['entity', 'activity'],
  wasDerivedFrom: ['generatedEntity', 'usedEntity'],
  wasInformedBy: ['informed', 'informant'],
  wasAttributedTo: ['entity', 'agent'],
  wasAssociatedWith: ['activity', 'agent'],
  wasInfluencedBy: ['influencee', 'influencer'],
  specializationOf: ['specificEntity', 'generalEntity'],
  hadMember: ['collection', 'entity'],
} as const;
export type RelationName = keyof typeof RELATIONS;

const SECTION_OF_ROLE: Readonly<Record<string, Section>> = {
  activity: 'activity',
  informed: 'activity',
  informant: 'activity',
  agent: 'agent',
  influencee: 'entity',
  influencer: 'entity',
};

export interface ProvNode {
  /** Its whole URI. */
  readonly uri: string;
  readonly section: Section;
  /** By their names, those of Headwater as `headwater:…` whatever its prefix is called. */
  readonly attributes: Map<string, string[]>;
}

export interface ProvRelation {
  readonly name: RelationName;
  /** URIs, as in RELATIONS. */
  readonly made: string;
  readonly from: string;
  readonly attributes: ReadonlyMap<string, string[]>;
}

export interface ProvDocument {
  readonly nodes: Map<string, ProvNode>;
  readonly relations: ProvRelation[];
  /** Relations of other kinds: how many there are of each. */
  readonly others: Map<string, number>;
}

/** Reads a document of PROV-JSON with its bundles. Throws for anything else, with the place. */
export async function readProvFile(path: string): Promise<ProvDocument> {
  const value = parseJson(await readWholeText(path), path);
  const document: ProvDocument = { nodes: new Map(), relations: [], others: new Map() };
  new Reader(document, path, {}).read(value, '');
  if (document.nodes.size === 0)
    throw new Error(`${path} holds no entity, activity or agent; it is a document of PROV-JSON.`);
  return document;
}

type Fields = Readonly<Record<string, unknown>>;

class Reader {
  private prefixes: Record<string, string>;

  constructor(
    private readonly document: ProvDocument,
    private readonly file: string,
    prefixes: Readonly<Record<string, string>>,
  ) {
    this.prefixes = { ...prefixes };
  }

  read(value: unknown, place: string): void {
    const { prefix, bundle, ...sections } = this.fieldsAt(value, place);
    for (const [name, uri] of Object.entries(this.fieldsAt(prefix ?? {}, `${place}.prefix`)))
      if (typeof uri === 'string') this.prefixes[name] = uri;
    for (const section of SECTIONS)
      for (const [id, given] of this.listed(sections[section], `${place}.${section}`))
        this.keep(this.uriOf(id), section, this.attributesOf(given, `${place}.${section}.${id}`));
    for (const [name, given] of Object.entries(sections)) {
      if ((SECTIONS as readonly string[]).includes(name)) continue;
      for (const [id, fields] of this.listed(given, `${place}.${name}`))
        this.relate(name, fields, `${place}.${name}.${id}`);
    }
    for (const [id, inner] of this.listed(bundle, `${place}.bundle`))
      new Reader(this.document, this.file, this.prefixes).read(inner, `${place}.bundle.${id}`);
  }

  private relate(name: string, fields: unknown, place: string): void {
    const { nodes, relations, others } = this.document;
    if (!Object.hasOwn(RELATIONS, name)) {
      others.set(name, (others.get(name) ?? 0) + 1);
      return;
    }
    const attributes = this.attributesOf(fields, place);
    const ends = RELATIONS[name as RelationName].map((role) => {
      const [id] = attributes.get(`prov:${role}`) ?? [];
      if (id === undefined) return undefined;
      const uri = this.uriOf(id);
      // A document may speak of what another one describes.
      if (!nodes.has(uri)) this.keep(uri, SECTION_OF_ROLE[role] ?? 'entity', new Map());
      return uri;
    });
    const [made, from] = ends;
    // PROV lets one end be unknown, which says nothing of a graph.
    if (made === undefined || from === undefined) others.set(name, (others.get(name) ?? 0) + 1);
    else relations.push({ name: name as RelationName, made, from, attributes });
  }

  private keep(uri: string, section: Section, attributes: Map<string, string[]>): void {
    const known = this.document.nodes.get(uri);
    if (known === undefined) this.document.nodes.set(uri, { uri, section, attributes });
    else for (const [name, values] of attributes) if (!known.attributes.has(name)) known.attributes.set(name, values);
  }

  /** What a section holds; one id may stand for several of them, as a list. */
  private listed(section: unknown, place: string): [string, unknown][] {
    return Object.entries(this.fieldsAt(section ?? {}, place)).flatMap(([id, given]): [string, unknown][] =>
      Array.isArray(given) ? given.map((each) => [id, each]) : [[id, given]],
    );
  }

  private attributesOf(given: unknown, place: string): Map<string, string[]> {
    const attributes = new Map<string, string[]>();
    for (const [name, value] of Object.entries(this.fieldsAt(given, place)))
      attributes.set(this.nameOf(name), (Array.isArray(value) ? value : [value]).map(textOf));
    return attributes;
  }

  private fieldsAt(value: unknown, place: string): Fields {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
    const found = JSON.stringify(value)?.slice(0, 50);
    throw new Error(
      `${this.file}${place === '' ? '' : `, ${place.slice(1)}`} is ${found}; PROV-JSON has an object there. Nothing was changed.`,
    );
  }

  private nameOf(name: string): string {
    const uri = this.uriOf(name);
    return uri.startsWith(HEADWATER) ? `headwater:${uri.slice(HEADWATER.length)}` : name;
  }

  private uriOf(name: string): string {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? 'default' : name.slice(0, colon);
    const base = Object.hasOwn(this.prefixes, prefix) ? this.prefixes[prefix] : undefined;
    return base === undefined ? name : `${base}${name.slice(colon + 1)}`;
  }
}

export const HEADWATER = 'urn:headwater:';

/** A value of PROV-JSON: a text, a number, or a literal with its type or language. */
function textOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && '$' in value) return textOf((value as { $: unknown }).$);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
