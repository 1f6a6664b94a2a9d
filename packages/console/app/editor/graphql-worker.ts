import { initialize } from 'monaco-editor/esm/vs/editor/editor.worker.js';
import { ExactVariablesWorker } from './exact-variables-worker';

// Monaco's first message only says that the worker is wanted.
globalThis.onmessage = () => {
  initialize((context, createData) => new ExactVariablesWorker(context, createData));
};
