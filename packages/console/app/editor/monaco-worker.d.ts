/** Monaco ships this module without types. */
declare module 'monaco-editor/esm/vs/editor/editor.worker.js' {
  import type { worker } from 'monaco-editor';
  import type { ICreateData } from 'monaco-graphql/esm/typings/index.js';

  export function initialize(create: (context: worker.IWorkerContext, createData: ICreateData) => object): void;
}
