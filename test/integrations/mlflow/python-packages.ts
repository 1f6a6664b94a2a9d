const MLFLOW = '3.17.0';

/** MLflow's client, and what the models and tables of the suite are made with. */
export const MLFLOW_CLIENT = [
  `mlflow-skinny==${MLFLOW}`,
  'pandas==2.3.3',
  'scikit-learn==1.7.2',
  'matplotlib==3.10.7',
  'pillow==11.3.0',
  'psutil==7.1.3',
];

/** The whole of it: a server, to be asked the same. */
export const MLFLOW_SERVER = [`mlflow==${MLFLOW}`];
