import { CreateGraph20261124030000 } from './20261124030000-create-graph.js';
import { CreateDatasets20261124030100 } from './20261124030100-create-datasets.js';
import { CreateFeatures20261124030300 } from './20261124030300-create-features.js';

/** Every migration, in order. A new one goes to the end. */
export const MIGRATIONS = [CreateGraph20261124030000, CreateDatasets20261124030100, CreateFeatures20261124030300];
