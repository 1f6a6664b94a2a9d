import { walkJsonFile } from '../../reading/streaming/json-text.js';
import { Spool, type SpoolTable } from '../../reading/streaming/spool.js';
import { COUNTED, DOCUMENT, EMPTY, SORTED } from './document.sql.js';
import { DocumentScope, type Prefixes, type Told } from './prov-scopes.js';
import { HEADWATER, RELATIONS, type RelationName, SECTION_OF_ROLE, SECTIONS, textOf } from './words.js';

/** Kinds of relations that are counted by their names, and bundles whose prefixes come behind what they are for. */
const MOST = 10_000;

/** A document of PROV-JSON with its bundles, on disk: things are numbered from 0, in the order in which they are told. */
export class ProvDocument {
  /** Relations of other kinds: how many there are of each. */
  readonly others = new Map<string, number>();
  count = 0;
  private seq = 0;

  private constructor(readonly spool: Spool) {}

  static async open(): Promise<ProvDocument> {
    return new ProvDocument(await Spool.open(DOCUMENT));
  }

  /** Reads a file of any length. Throws for anything else than PROV-JSON, with the place. */
  async read(path: string, onPart: (share: number) => void): Promise<void> {
    const late = new Map<number, Prefixes>();
    await this.pass(path, late, undefined, onPart);
    // Where prefixes come behind what they are for, it is read again, now that they are known.
    if (late.size > 0) {
      await this.spool.run(EMPTY);
      await this.pass(path, undefined, late, onPart);
    }
    for (const statement of SORTED) await this.spool.run(statement);
    this.count = Number((await this.spool.first(COUNTED))?.[0]);
    if (this.count === 0) throw new Error(`${path} holds no entity, activity or agent; it is a document of PROV-JSON.`);
  }

  private async pass(
    path: string,
    late: Map<number, Prefixes> | undefined,
    known: ReadonlyMap<number, Prefixes> | undefined,
    onPart: (share: number) => void,
  ): Promise<void> {
    this.others.clear();
    this.seq = 0;
    let bundles = 0;
    const [nodes, relations] = [await this.spool.into('told'), await this.spool.into('relation')];
    const told: Told = {
      prefixesOf: (bundle) => known?.get(bundle),
      late(bundle, prefixes) {
        if (late === undefined) return;
        late.set(bundle, { ...late.get(bundle), ...prefixes });
        if (late.size > MOST)
          throw new Error(
            `${path}: more than ${MOST.toLocaleString('en')} bundles have their prefixes at the end. Nothing was changed.`,
          );
      },
      bundle: () => bundles++,
      entry: (section, id, fields, prefixes) => {
        const attributes = attributesOf(fields, prefixes);
        const isNode = (SECTIONS as readonly string[]).includes(section);
        if (isNode) this.keep(nodes, uriOf(id, prefixes), section, attributes, 0);
        else this.relate({ nodes, relations }, section, attributes, prefixes);
      },
      wrong(value, place) {
        const at = place().slice(1);
        return new Error(
          `${path}${at === '' ? '' : `, ${at}`} is ${JSON.stringify(value)?.slice(0, 50)}; PROV-JSON has an object there. Nothing was changed.`,
        );
      },
    };
    const root = () => ({
      enter: (_: string, isList: boolean, place: () => string) => {
        if (isList) throw told.wrong([], place);
        return new DocumentScope(told, {});
      },
      take: (_: string, value: unknown, place: () => string) => {
        throw told.wrong(value, place);
      },
    });
    await walkJsonFile(path, { root, isLines: false, onPart });
    nodes.end();
    relations.end();
  }

  private relate(
    { nodes, relations }: { nodes: SpoolTable; relations: SpoolTable },
    told: string,
    attributes: Attributes,
    prefixes: Prefixes,
  ): void {
    const has = (role: string) => attributes.some(([each]) => each === `prov:${role}`);
    const name = told === 'wasAssociatedWith' && !has('agent') && has('plan') ? 'hadPlan' : told;
    const ends = Object.hasOwn(RELATIONS, name) ? RELATIONS[name as RelationName] : [];
    const uris = ends.map((role) => {
      const id = attributes.find(([each]) => each === `prov:${role}`)?.[1][0];
      if (id === undefined) return undefined;
      const uri = uriOf(id, prefixes);
      // A document may speak of what another one describes.
      this.keep(nodes, uri, SECTION_OF_ROLE[role] ?? 'entity', [], 1);
      return uri;
    });
    const [made, source] = uris;
    // PROV lets one end be unknown, which says nothing of a graph.
    if (made !== undefined && source !== undefined)
      relations.add([++this.seq, name, made, source, JSON.stringify(attributes)]);
    else if (this.others.size < MOST || this.others.has(name)) this.others.set(name, (this.others.get(name) ?? 0) + 1);
  }

  private keep(nodes: SpoolTable, uri: string, section: string, attributes: Attributes, isImplied: 0 | 1): void {
    const isOwn = attributes.some(([name]) => name === 'headwater:kind') ? 1 : 0;
    const label = attributes.find(([name]) => name === 'prov:label')?.[1][0] ?? null;
    nodes.add([++this.seq, uri, section, isImplied, isOwn, label, JSON.stringify(attributes)]);
  }

  close(): Promise<void> {
    return this.spool.close();
  }
}

/** By their names, those of Headwater as `headwater:…` whatever its prefix is called. */
type Attributes = [string, string[]][];

function attributesOf(fields: Readonly<Record<string, unknown>>, prefixes: Prefixes): Attributes {
  return Object.entries(fields).map(([name, value]) => {
    const uri = uriOf(name, prefixes);
    const known = uri.startsWith(HEADWATER) ? `headwater:${uri.slice(HEADWATER.length)}` : name;
    return [known, (Array.isArray(value) ? value : [value]).map(textOf)];
  });
}

function uriOf(name: string, prefixes: Prefixes): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? 'default' : name.slice(0, colon);
  const base = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  return base === undefined ? name : `${base}${name.slice(colon + 1)}`;
}
