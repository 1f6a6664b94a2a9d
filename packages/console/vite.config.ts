import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedAssets } from './compressed-assets.js';
import { latinFontsOnly } from './latin-fonts-only.js';

/** Builds the console into static files that the server serves itself; the bundle asks no other host for anything. */
export default defineConfig({
  root: fileURLToPath(new URL('app', import.meta.url)),
  plugins: [latinFontsOnly(), compressedAssets()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    emptyOutDir: true,
    // What is built in is passed on with its licence.
    license: { fileName: 'licenses.md' },
    // Only what GraphiQL's Monaco needs anyway; an older target would cost time in each `npm ci`.
    target: 'es2023',
    // The build's time is part of every `npm ci`: nothing is computed only to be printed.
    reportCompressedSize: false,
    // Monaco in one piece is larger than Vite's warning limit; it is loaded once and then cached for good.
    chunkSizeWarningLimit: 5_000,
    // Inlined assets would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // React libraries say 'use client' by the hundred, which means something to server components only.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      input: ['index.html', 'lineage.html', 'pages.html'].map((page) =>
        fileURLToPath(new URL(`app/${page}`, import.meta.url)),
      ),
    },
  },
  worker: { format: 'es' },
});
