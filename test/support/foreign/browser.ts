import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const CHECKOUT = new URL('../../../', import.meta.url);

/**
 * Starts a headless browser: on Linux x64 the Chromium inside the npm package `@sparticuz/chromium`, elsewhere the Chrome
 * that is installed. `close()` ends it together with all its processes.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return launchInstalledChrome();
  const home = await unpackedChromium();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    headless: true,
    // Not the package's own arguments: made for AWS Lambda, they put everything into one process, which is easily lost,
    // and switch off web security, which these tests are to check. The sandbox wants rights that a container hasn't.
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: {
      ...process.env,
      HOME: home,
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
      LD_LIBRARY_PATH: [join(home, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    },
  });
}

async function launchInstalledChrome(): Promise<Browser> {
  try {
    return await chromium.launch({ channel: 'chrome', headless: true });
  } catch (error) {
    const platform = `${process.platform} ${process.arch}`;
    throw new Error(`The browser tests bring their own Chromium for Linux x64 only; on ${platform} install Chrome.`, {
      cause: error,
    });
  }
}

/**
 * The directory that holds Chromium, its libraries and its fonts, unpacked at the first use (about 4 seconds).
 *
 * The package itself unpacks to fixed names in the temporary directory, where a second user gets the first one's files
 * and a second process a half-written executable. So each user and version has an own directory, and it appears whole.
 */
async function unpackedChromium(): Promise<string> {
  const { uid } = userInfo();
  const home = join(tmpdir(), `headwater-chromium-${await packageVersion()}-${uid}`);
  if (!existsSync(join(home, 'chromium'))) await unpackTo(home);
  const owner = await lstat(home);
  if (!owner.isDirectory() || owner.uid !== uid) {
    throw new Error(`${home} belongs to another user, so nothing in it is started; remove it or set TMPDIR`);
  }
  return home;
}

async function unpackTo(home: string): Promise<void> {
  const staging = await mkdtemp(`${home}-`);
  try {
    // In a process of its own, because the package unpacks to os.tmpdir() and, if it believes to be on AWS, adds the
    // shared libraries that a bare machine lacks.
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"],
      { cwd: CHECKOUT, env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' } },
    );
    await writeFile(join(staging, 'fonts.conf'), fontConfiguration(home));
    await rename(staging, home);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another process of this user was faster.
    if (!existsSync(join(home, 'chromium'))) throw error;
  }
}

function fontConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('node_modules/@sparticuz/chromium/package.json', CHECKOUT), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
