import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(?:js|css|svg)$/;
const compress = promisify(brotliCompress);

/** Puts a compressed copy beside each asset, so that no request has to wait until one is made: a third is left to send. A build that isn't to be small (`--minify false`) has none. */
export function compressedAssets(): Plugin {
  let directory = '';
  let isSmall = true;
  return {
    name: 'compressed-assets',
    apply: 'build',
    configResolved({ build }) {
      directory = join(build.outDir, 'assets');
      isSmall = build.minify !== false;
    },
    async closeBundle() {
      if (!isSmall) return;
      const names = (await readdir(directory)).filter((name) => TEXT.test(name));
      await Promise.all(names.map((name) => writeCompressed(join(directory, name))));
    },
  };
}

/**
 * The last steps of quality would save a tenth more, and take ten times as long: that is for every `npm ci`. The exception is the
 * half of the picture's page that lays it out, without which that would be larger than it may be.
 */
async function writeCompressed(path: string): Promise<void> {
  const content = await readFile(path);
  const quality = path.includes('elk-worker') ? 10 : 9;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await writeFile(`${path}.br`, await compress(content, { params }));
}
