import type { Environment } from 'monaco-editor';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphQLWorker from './graphql-worker?worker';

/** Tells Monaco where its workers are: its own, and for GraphQL the one that is exact about variables. */
export function provideMonacoWorkers(): void {
  const MonacoEnvironment: Environment = {
    getWorker: (_id, label) => {
      if (label === 'json') return new JsonWorker();
      return label === 'graphql' ? new GraphQLWorker() : new EditorWorker();
    },
  };
  Object.assign(globalThis, { MonacoEnvironment });
}
