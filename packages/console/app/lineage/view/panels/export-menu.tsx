import { usePicture } from '../state/picture-context.js';
import { pngOf, svgOf } from './export-picture.js';

/** The whole picture as a file, in the colours that it has. */
export function ExportMenu() {
  const { scene, ...picture } = usePicture();
  const svg = () => svgOf({ ...picture, ...scene.current, frame: document.querySelector('.lineage') });
  const saveSvg = () => save(new Blob([svg()], { type: 'image/svg+xml' }), 'lineage.svg');
  const savePng = async () => save(await pngOf(svg()), 'lineage.png');
  return (
    <>
      <button type="button" title="The picture as SVG" onClick={saveSvg}>
        SVG
      </button>
      <button type="button" title="The picture as PNG" onClick={() => void savePng()}>
        PNG
      </button>
    </>
  );
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
