import DataLoader from 'dataloader';
import type { ForgetfulContext } from '../../platform/graphql/build-schema.js';
import { FewAtOnce, type PatientContext } from '../../platform/graphql/few-at-once.js';
import type { WritingContext, WrittenField } from '../../platform/graphql/lists/written-fields.js';
import { AnswerBudget } from '../../platform/memory/answer-budget.js';
import type { Action } from '../nodes/action.js';
import type { Caller } from '../nodes/caller.js';
import type { Door } from '../nodes/changes/door.js';
import type { GraphNode } from '../nodes/graph-node.js';
import { NodeLoaders } from '../nodes/node-loaders.js';
import type { NodeStore } from '../nodes/storage/node-store.js';

/** Loads many values at once; the answers stand in the order of the keys. */
export type BatchLoad<Key, Value> = (keys: readonly Key[]) => Promise<readonly Value[]>;

/** What every resolver of one request shares. Apollo copies it with Object.assign, so it has no private fields. */
export class GraphqlContext implements Caller, ForgetfulContext, PatientContext, WritingContext {
  /** Loaders made on first use, by the question they answer. */
  readonly loaders = new Map<unknown, unknown>();
  /** Of a subscription: aborts when nobody listens any more. */
  ended: AbortSignal | undefined;
  /** Lists of the answer that were written without graphql-js. */
  readonly written: WrittenField[] = [];
  private nodeLoaders: NodeLoaders | undefined;
  private limits: FewAtOnce | undefined;

  constructor(
    /** Who asks. */
    readonly caller: Caller,
    private readonly store: NodeStore,
    /** Of all lookups together. */
    readonly budget = new AnswerBudget(),
  ) {}

  /** Nodes by id; null for an id that no node has. Throws FORBIDDEN for whoever may not read the graph: fields of every kind lead to them. */
  get nodes(): DataLoader<string, GraphNode | null> {
    this.demand('graph:read');
    return this.loadedNodes.any;
  }

  private get loadedNodes(): NodeLoaders {
    this.nodeLoaders ??= new NodeLoaders(this.store, (load) => this.fewAtOnce.batches(load), this.caller.seen);
    return this.nodeLoaders;
  }

  get fewAtOnce(): FewAtOnce {
    this.limits ??= new FewAtOnce();
    return this.limits;
  }

  get project(): string {
    return this.caller.project;
  }

  get user(): string {
    return this.caller.user;
  }

  get door(): Door {
    return this.caller.door;
  }

  get requestId(): string | null {
    return this.caller.requestId;
  }

  get keyId(): string | null {
    return this.caller.keyId;
  }

  get seen(): readonly string[] | undefined {
    return this.caller.seen;
  }

  get signal(): AbortSignal {
    return this.caller.signal;
  }

  requireWaiting(): void {
    this.caller.requireWaiting();
  }

  demand(action: Action, project?: string): void {
    this.caller.demand(action, project);
  }

  may(action: Action, project?: string): boolean {
    return this.caller.may(action, project);
  }

  /**
   * One value through a loader of this request. Call it before any await, or the batch splits.
   * Loads with the same `question` share a loader; by default the batch function itself is the question.
   */
  load<Key, Value>(batch: BatchLoad<Key, Value>, key: Key, question: unknown = batch): Promise<Value> {
    let loader = this.loaders.get(question) as DataLoader<Key, Value> | undefined;
    if (loader === undefined) {
      loader = new DataLoader<Key, Value>(async (keys) => [...(await this.fewAtOnce.batches(() => batch(keys)))]);
      this.loaders.set(question, loader);
    }
    return loader.load(key);
  }

  forget(): void {
    this.loaders.clear();
    this.nodeLoaders = undefined;
  }

  /** A node that is known to exist and to be of this type. */
  async node<T extends GraphNode>(type: new () => T, id: string): Promise<T> {
    this.demand('graph:read');
    const node = await this.loadedNodes.of(type).load(id);
    if (node === null) throw new Error(`node ${id} is not a ${type.name}`);
    return node;
  }

  /** Nodes of one type that may lie in other projects: without those that the caller may not see. */
  async seenNodes<T extends GraphNode>(type: new () => T, ids: readonly string[]): Promise<T[]> {
    this.demand('graph:read');
    const { seen } = this;
    if (seen === undefined) return Promise.all(ids.map((id) => this.node(type, id)));
    const nodes = await Promise.all(ids.map((id) => this.loadedNodes.of(type).load(id)));
    return nodes.filter((node) => node !== null);
  }

  /** What a node belongs to: the dataset of a dataset version, the environment of a deployment. */
  parent<T extends GraphNode>(type: new () => T, child: GraphNode): Promise<T> {
    if (child.node.parentId === null) throw new Error(`node ${child.node.id} belongs to nothing`);
    return this.node(type, child.node.parentId);
  }
}
