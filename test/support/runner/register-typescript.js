// What has decorators may be loaded in any order here, before the composition root that begins with it.
import 'reflect-metadata';
import { register } from 'node:module';

/** `node --import` this file, and Node runs the TypeScript sources as Jest does. Node 20 has no type stripping. */
register('./typescript-hooks.js', import.meta.url);
