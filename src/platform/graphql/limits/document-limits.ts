import { type DocumentNode, GraphQLError, type GraphQLFormattedError, Kind, type ValidationRule, visit } from 'graphql';
import { HeadwaterError } from '../../errors.js';
import { checkText } from '../../text/check-text.js';
import { measureDocument, type SelectionLimits } from './measure-document.js';

const LONGEST_NAME = 256;
/** From here on errors don't say where they stand: graphql-js counts the lines before each of them, one by one. */
const MANY_LINES = 1_000;

/**
 * Refuses documents that nest too deep, repeat themselves or are too large once their fragments are written out, before any other rule looks at
 * them: some take quadratic time.
 */
export function documentLimits(limits: SelectionLimits): ValidationRule {
  return (context) => ({
    Document(document) {
      try {
        checkWords(document);
        measureDocument(document, limits);
      } catch (error) {
        if (!(error instanceof HeadwaterError)) throw error;
        context.reportError(new GraphQLError(error.message, { originalError: error }));
        // In its place nothing is left to validate.
        return { ...document, definitions: [] };
      }
      return undefined;
    },
  });
}

/** Names stand in messages, many times over; text that can't be stored is refused wherever it is written. */
function checkWords(document: DocumentNode): void {
  const forgetPlaces = hasManyLines(document.loc?.source.body ?? '');
  visit(document, {
    enter(node) {
      if (forgetPlaces) Object.assign(node, { loc: undefined });
      if (node.kind === Kind.NAME) checkText('A name in the document', node.value, LONGEST_NAME);
      if (node.kind === Kind.STRING) checkText('A text in the document', node.value, Number.POSITIVE_INFINITY);
    },
  });
}

function hasManyLines(text: string): boolean {
  let lines = 0;
  for (const lineEnd of ['\n', '\r']) {
    for (let at = text.indexOf(lineEnd); at >= 0; at = text.indexOf(lineEnd, at + 1))
      if (++lines > MANY_LINES) return true;
  }
  return false;
}

/** Whether an error says that a document has too many tokens: graphql-js tells it only by the message. */
export function exceedsTokenLimit({ message }: GraphQLFormattedError): boolean {
  return /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message);
}
