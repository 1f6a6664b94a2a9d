import type { Plugin } from 'vite';

const FONT_FACE = /@font-face\s*\{[^}]*\}\s*/g;

/** Drops the alphabets that the console never shows from GraphiQL's fonts, which is most of its style sheet. */
export function latinFontsOnly(): Plugin {
  return {
    name: 'latin-fonts-only',
    enforce: 'pre',
    transform: {
      filter: { id: /@graphiql\/react\/font\/[^/]*\.css$/ },
      handler: (css) => css.replace(FONT_FACE, (face) => (face.includes('U+0000-00FF') ? face : '')),
    },
  };
}
