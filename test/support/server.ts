/** The PostgreSQL that tests run on: an embedded one of their own, thrown away afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { startEmbedded } from '../../src/db/embedded.ts';

/** `config` is the superuser's; `name` says for people what it is. */
export type TestServer = { config: pg.ClientConfig; name: string; stop(): Promise<void> };

export async function ownServer(): Promise<TestServer> {
  const dir = mkdtempSync(join(tmpdir(), 'hubby-test-'));
  // Durability is what the crash tests are about; they start servers of their own.
  const embedded = await startEmbedded(dir, {
    settings: { fsync: 'off', full_page_writes: 'off' },
  });
  return {
    config: embedded.config('postgres'),
    name: `embedded PostgreSQL (${embedded.how})`,
    async stop() {
      await embedded.stop();
      rmSync(dir, { recursive: true, force: true });
      if (!embedded.dataDir.startsWith(dir))
        rmSync(join(embedded.dataDir, '..'), { recursive: true, force: true });
    },
  };
}
