/** A partner's own settings: as they are in force, and changed by name. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryClient } from './queries.ts';
import type { OwnSettings } from './types.ts';

export type Schedule = {
  key: string;
  kind: ScheduledKind;
  moment: string;
  days?: number;
  hour?: string;
  zone?: 'traveler' | 'partner';
  percent?: number;
  channel?: string;
  filter?: ScheduleFilter;
};
export type ScheduledKind =
  'booking_confirmation' | 'departure_reminder' | 'running_low' | 'package_expiring';
export type ScheduleFilter = {
  ready?: boolean;
  claimed?: boolean;
  countries?: string[];
  [other: string]: unknown;
};
/** Those that screens look at; the others are as they come. */
export type Settings = {
  schedules: Schedule[];
  communication_options: { should_send_message: boolean; channels: string[] };
  time_zone: string;
  webview?: { origins?: string[] };
  [other: string]: unknown;
};

export const settingsQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'settings'],
    queryFn: async () => (await call<OwnSettings>('GET', `${path}/settings`)).settings as Settings,
  });

/** Each named one whole; null goes back to the default. */
export async function changeSettings(
  path: string,
  change: { [name in keyof Settings]?: Settings[name] | null },
): Promise<void> {
  const { settings } = await call<OwnSettings>('PATCH', `${path}/settings`, change);
  queryClient.setQueryData(settingsQuery(path).queryKey, settings as Settings);
}

export async function putOrigins(path: string, origins: readonly string[]): Promise<void> {
  await call('PUT', `${path}/origins`, { origins });
  await queryClient.invalidateQueries({ queryKey: settingsQuery(path).queryKey });
}
