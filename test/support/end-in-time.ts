/**
 * Loaded before each test file: one that has not ended long after its tests had to, since something
 * of it goes on, fails, where it would keep the whole run waiting.
 */
import { basename } from 'node:path';

/** Above the limit of a test in run.ts. */
const MOST_MS = 900_000;

setTimeout(() => {
  console.error(`${basename(process.argv[1] ?? '')} has not ended: something of it goes on`);
  process.exit(1);
}, MOST_MS).unref();
