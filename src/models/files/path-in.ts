/*   http://…/v1/artifacts/run_01j…/model/m.onnx             model/m.onnx
 *   runs:/6f0c…/model                                       model
 *   mlflow-artifacts:/0/6f0c…/artifacts/model               model
 *   models:/m-52d1…, file:///mlruns/0/6f0c…/artifacts       everything  */

/** The file or folder of a node that a URI means, by one of the node's ids; '' for all, undefined where none of them stands in it as a part. */
export function pathIn(uri: string, ids: readonly string[]): string | undefined {
  const address = /^https?:/i.test(uri) ? uri.replace(/[?#].*$/s, '') : uri;
  const lower = address.toLowerCase();
  for (const id of ids) {
    const at = lower.indexOf(id);
    if (at < 0) continue;
    const rest = decoded(address.slice(at + id.length));
    if (rest !== '' && !rest.startsWith('/')) continue;
    const isDirect = /^runs:/i.test(address) || /\/v1\/artifacts\/$/i.test(address.slice(0, at));
    const path = rest.replace(/^\/+/, '').replace(/\/+$/, '');
    return isDirect ? path : path.replace(/^artifacts(\/+|$)/, '');
  }
  return undefined;
}

/** As it is kept, whatever of it is written by its code. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize();
  } catch {
    return text.normalize();
  }
}
