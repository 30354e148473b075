/** `hubby feed advance`: a step of a restore, before the first start. */
import { loadConfig } from '../config.ts';
import { openDatabase } from '../start/database.ts';
import { createDb } from '../db/pool.ts';
import { advanceFeed } from '../domain/webhooks/feed/advance-feed.ts';
import { openSecrets } from '../start/open-secrets.ts';
import { makeLog } from '../runtime.ts';

/** Answers a sentence that says what was done. */
export async function advance(past: string | null): Promise<string> {
  const config = loadConfig();
  const database = await openDatabase(config, openSecrets(config), makeLog('warn'));
  const db = createDb(database.app, { max: 2 });
  try {
    const { from, to } = await advanceFeed(db, past);
    return from === to
      ? `Transactions are at ${to}, past all that the feed has handed out.`
      : `Transactions went on from ${from} to ${to}, past all that the feed has handed out.`;
  } finally {
    await db.end();
    await database.stop();
  }
}
