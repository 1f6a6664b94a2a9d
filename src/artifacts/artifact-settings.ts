/** Where contents lie, and how much of them is taken. */
export interface ArtifactSettings {
  /** Uploads are received here, and kept here unless there is a bucket. */
  readonly directory: string;
  /** Undefined: contents lie in the directory. */
  readonly bucket: BucketSettings | undefined;
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Uploads at once, and downloads. */
  readonly transfers: number;
  /** Seconds for which files of what was deleted are kept. */
  readonly keepSeconds: number;
  /** Seconds for which content without files is kept: longer than any upload takes. */
  readonly graceSeconds: number;
}

/** A bucket of S3, or of something that speaks like it. */
export interface BucketSettings {
  readonly name: string;
  /** Before each key. */
  readonly prefix: string;
  /** Undefined: that of AWS. */
  readonly endpoint: string | undefined;
  readonly region: string;
}
