/** The system's tar: on every system that the embedded server runs on. */
import { spawn } from 'node:child_process';

/** Files that a running server writes while they are read: its log puts them right. */
const HARMLESS = /changed as we read it|removed before we read it|No such file|exit delayed|^$/;

/** @throws what tar said */
export async function runTar(args: string[]): Promise<void> {
  const child = spawn('tar', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    // macOS would add files of its own.
    env: { PATH: process.env['PATH'], LC_ALL: 'C', COPYFILE_DISABLE: '1' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const isFine = code === 0 || (code === 1 && said.split('\n').every((l) => HARMLESS.test(l)));
  if (!isFine) throw new Error(`tar ended with ${code}: ${said.trim()}`);
}
