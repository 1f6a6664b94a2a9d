import { HeadwaterError } from './errors.js';

/** Thrown where it turns out that another process of the service is to answer a request: nothing of it has been done. */
export class NotHere extends HeadwaterError {
  constructor() {
    super('UNAVAILABLE', 'Another process of the service answers this.');
    this.name = 'NotHere';
  }
}
