/** Another process uses the data directory; that one is left in peace. */
export class DataDirectoryInUseError extends Error {
  constructor(dataDir: string, pid: number | undefined) {
    const who = pid === undefined ? 'Headwater' : `Headwater (process ${pid})`;
    super(`${who} already runs on ${dataDir}; stop it, or set HEADWATER_DATA_DIR to another directory`);
    this.name = 'DataDirectoryInUseError';
  }
}
