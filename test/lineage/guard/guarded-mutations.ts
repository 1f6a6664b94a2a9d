export const DELETE = 'mutation ($input: DeleteNodeInput!) { deleteNode(input: $input) { node { id } } }';

export const DROP = 'mutation ($input: DropFeatureRowsInput!) { dropFeatureRows(input: $input) { onlineRows } }';

export const REGISTER =
  'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created datasetVersion { label } } }';
