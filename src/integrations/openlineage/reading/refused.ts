/** An event that can never be taken; the message says why, to end a sentence. */
export class Refused extends Error {}
