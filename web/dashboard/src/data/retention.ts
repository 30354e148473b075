/** What is kept for how long, and the partner's own days in it. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryClient } from './queries.ts';
import { changeSettings, settingsQuery } from './settings.ts';
import type { Kepts, Retention } from './types.ts';

/** The setting itself, without what it leaves to the installation. */
export const ownRetention = (settings: { [name: string]: unknown }): Retention =>
  (settings['retention'] as Retention | undefined) ?? {};

export const retentionQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'settings', 'retention'],
    queryFn: async () => (await call<Kepts>('GET', `${path}/settings/retention`)).kept,
  });

/** Those left out go back to the installation's. */
export async function setRetention(path: string, retention: Retention): Promise<void> {
  const isNone = Object.keys(retention).length === 0;
  await changeSettings(path, { retention: isNone ? null : retention });
  await queryClient.invalidateQueries({ queryKey: settingsQuery(path).queryKey });
}
