import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pythonIn } from './python.js';

const MOTO = ['moto[server]==5.2.5'];

/** Something that speaks like S3, on a port of its own, with an empty bucket. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  stop(): Promise<void>;
}

const PROGRAM = `
import boto3, sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address='127.0.0.1', port=0)
server.start()
host, port = server.get_host_and_port()
endpoint = f'http://127.0.0.1:{port}'
boto3.client('s3', endpoint_url=endpoint, region_name='us-east-1').create_bucket(Bucket='files')
print(endpoint, flush=True)
sys.stdin.read()
`;

/** Who may use the bucket: moto takes any. */
export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** It ends with whoever started it: its input ends then. */
export async function startS3Server(): Promise<S3Server> {
  const python = await pythonIn(MOTO);
  const child = spawn(python, ['-c', PROGRAM], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...S3_CREDENTIALS },
  });
  const exited = once(child, 'exit');
  const endpoint = await firstAddress(child.stdout);
  return {
    endpoint,
    bucket: 'files',
    async stop() {
      child.stdin.end();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** It says other things before. */
async function firstAddress(output: Readable): Promise<string> {
  for await (const line of createInterface(output)) if (line.startsWith('http://')) return line;
  throw new Error('the S3 server has ended before it listened');
}
