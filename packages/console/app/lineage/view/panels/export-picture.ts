import { SIGNS } from '../../ask/load-diff.js';
import { kindLook } from '../../graph/kinds.js';
import { CARD, shortened } from '../card/card-size.js';
import { CHANGES, OUTCOMES } from '../card/change-chips.js';
import type { CardNode, HubNode, PictureEdge } from '../scene-types.js';
import type { PictureContextValue } from '../state/picture-context.js';
import { CHANGE_COLOURS, edgeSvg } from './edge-svg.js';

export interface Picture
  extends Pick<PictureContextValue, 'facts' | 'rows' | 'columns' | 'notes' | 'flow' | 'changes' | 'outcomes'> {
  readonly nodes: readonly (CardNode | HubNode)[];
  readonly edges: readonly PictureEdge[];
  readonly frame: Element | null;
}

const MARGIN = 24;

/** The picture as a document of its own: text stays text, and nothing in it comes from elsewhere. */
export function svgOf(picture: Picture): string {
  const { nodes, edges, flow, frame } = picture;
  const style = frame === null ? undefined : getComputedStyle(frame);
  const [back, ink] = [style?.backgroundColor ?? 'white', style?.color ?? 'black'];
  const rects = nodes.map(({ position, width = 0, height = 0 }) => ({ ...position, width, height }));
  const left = Math.min(...rects.map(({ x }) => x)) - MARGIN;
  const top = Math.min(...rects.map(({ y }) => y)) - MARGIN;
  const width = Math.max(...rects.map((each) => each.x + each.width)) - left + MARGIN;
  const height = Math.max(...rects.map((each) => each.y + each.height)) - top + MARGIN;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Roboto, sans-serif" fill="${ink}">
<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${back}"/>
${edges.map((edge) => edgeSvg(edge, byId, flow)).join('\n')}
${nodes.map((node) => cardSvg(node, picture, ink)).join('\n')}
</svg>`;
}

/** Columns or features, and what is different, below each other as on the card. */
function listSvg({ id }: CardNode | HubNode, { rows, columns, notes }: Picture, height: number): string {
  const names = rows.has(id) ? columns.rowsOf(id).names : [];
  const changes = (notes.get(id) ?? []).slice(0, CARD.notes).map(({ change, text }) => `${SIGNS[change]} ${text}`);
  return [...names, ...changes]
    .map((text, index) => ({ text: escaped(shortened(text, 34)), y: CARD.height + CARD.row * (index + 1) }))
    .filter(({ y }) => y < height)
    .map(({ text, y }) => `<text x="12" y="${y}" font-size="12">${text}</text>`)
    .join('');
}

function cardSvg(card: CardNode | HubNode, picture: Picture, ink: string): string {
  const { facts } = picture;
  const { position, width = 0, height = 0 } = card;
  const { x, y } = position;
  const known = facts.get(card.id);
  const look = kindLook(card.type === 'card' ? (known?.kind ?? card.data.node.kind) : '');
  const hue = look.hue === undefined ? 'hsl(220 8% 50%)' : `hsl(${look.hue} 65% 48%)`;
  const [name, more] =
    card.type === 'card'
      ? [known?.label ?? card.data.node.label, [look.word, known?.line].filter(Boolean).join(' · ')]
      : [`${card.data.hub.count.toLocaleString('en')} neighbours`, `of ${card.data.label}`];
  const [label, line] = [escaped(shortened(name ?? '', 28)), escaped(shortened(more ?? '', 38))];
  const [change, outcome] = [picture.changes.get(card.id), picture.outcomes.get(card.id)];
  const state = known?.state;
  const word = [change && CHANGES[change], outcome && OUTCOMES[outcome], state && (state.text ?? state.word)].find(
    (each) => each !== undefined,
  );
  const edge = change === undefined ? hue : CHANGE_COLOURS[change];
  const dashes = change === 'REMOVED' ? ' stroke-dasharray="6 4"' : '';
  // A drawing within the drawing: what is too long for the card ends at its edge.
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}"><rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${hue}" fill-opacity="0.12" stroke="${edge}"${dashes}/>
<text x="${width - 8}" y="12" font-size="10" text-anchor="end" fill="${ink}" fill-opacity="0.75">${escaped(shortened(word ?? '', 16))}</text>
<rect width="5" height="${height}" rx="2.5" fill="${hue}"/>
<text x="16" y="26" font-size="14" font-weight="600" fill="${ink}">${label}</text>
<text x="16" y="46" font-size="12" fill="${ink}" fill-opacity="0.75">${line}</text>${listSvg(card, picture, height)}</svg>`;
}

/** Names are other people's text. Characters that XML can't hold, such as half of an emoji, are left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** What a browser draws at most; beyond it the picture gets coarser. */
const MOST_PIXELS = 8_000;

export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, MOST_PIXELS / image.width, MOST_PIXELS / image.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture is too large for a PNG')) : resolve(blob))),
  );
}
