import type { HeadwaterClient } from '@headwater/client';
import { describeAnswer, EVALUATIONS, LIVE_MODEL, type LiveModelAnswer } from './describe-answer.js';
import { describeEvaluations, type EvaluationsAnswer } from './describe-evaluations.js';

/** Asks what the first and the last tab of GraphiQL ask; the answers, for the terminal. */
export async function answerDemo(
  client: HeadwaterClient,
  url: string,
  operation: (name: string, extension: 'graphql' | 'variables.json') => Promise<string>,
): Promise<string> {
  const ask = async <Answer>(name: string) => {
    const variables = JSON.parse(await operation(name, 'variables.json'));
    return { variables, answer: await client.graphql<Answer>(await operation(name, 'graphql'), variables) };
  };
  const live = await ask<LiveModelAnswer>(LIVE_MODEL);
  const evaluations = await ask<EvaluationsAnswer>(EVALUATIONS);
  return describeEvaluations(evaluations.answer) + describeAnswer(live.answer, url, live.variables.asOf);
}
