import { ShapedPage } from '../../platform/graphql/lists/shaped-page.js';
import type { Turns } from '../../platform/turns/turns.js';
import type { Run } from '../record/run.entity.js';
import { RUN_SHAPES } from '../run-shapes.js';
import type { CountedPage, CountPages } from '../search/count-runs.js';

/** A page of runs that are written without resolvers where that can be. */
export class RunPage extends ShapedPage<Run> {
  readonly counts: CountPages;

  constructor(page: CountedPage, turns: Turns) {
    super(page, RUN_SHAPES, turns);
    this.counts = page.counts;
  }
}
