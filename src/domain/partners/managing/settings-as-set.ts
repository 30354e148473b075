/**
 * A partner's settings for the audit log: what is in force, with what stands apart from them.
 * Secrets are in it as they are, so that a change of one is seen; the log masks them.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { withDefaults, type Settings } from '../../settings/settings.ts';
import { endpointAsSet } from '../../webhooks/endpoint/endpoint-as-set.ts';
import { readSupportSecrets } from './support-secrets.ts';

export async function settingsAsSet(
  ctx: Pick<Context, 'secrets'>,
  db: Queryable,
  id: string,
  settings: Settings,
): Promise<object> {
  const endpoint = await endpointAsSet(ctx, db, id);
  const support = settings.support;
  return {
    ...withDefaults(settings),
    ...(endpoint === null ? {} : { webhook_settings: endpoint }),
    ...(support === undefined
      ? {}
      : { support: { ...support, ...(await readSupportSecrets(ctx, db, id)) } }),
  };
}
