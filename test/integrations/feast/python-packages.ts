import { MLFLOW_CLIENT } from '../mlflow/python-packages.js';

/** Feast's own client and stores, as they are published, beside MLflow's: they share an environment; pyarrow comes with Feast. */
export const FEAST_CLIENT = ['feast==0.67.0', 'pyarrow==24.0.0', ...MLFLOW_CLIENT, 'skops==0.16.0'];
