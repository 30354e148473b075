/** The draft of a partner's branding: what it holds, and what is done with it. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryClient } from './queries.ts';
import type { Brand, Logo } from './types.ts';

export const brandQuery = (path: string) =>
  queryOptions({
    queryKey: [path, 'brand'],
    queryFn: () => call<Brand>('GET', `${path}/brand`),
  });

export const brandIs = (path: string, brand: Brand): void =>
  void queryClient.setQueryData(brandQuery(path).queryKey, brand);

/** Parts of the settings that are prepared together, as they would be set. */
export type Changes = Record<string, unknown>;

export const saveDraft = (
  path: string,
  revision: string | null,
  changes: Changes,
): Promise<Brand> => call<Brand>('PUT', `${path}/brand/draft`, { revision, changes });

export const endDraft = (
  path: string,
  revision: string,
  how: 'publish' | 'discard',
): Promise<Brand> => call<Brand>('POST', `${path}/brand/draft/${how}`, { revision });

/** `default`: the one that bookings without another have. */
export type BrandSetting = {
  name?: string;
  logo_url?: string;
  primary_color?: string;
  secondary_color?: string;
};
export type WebviewLook = {
  scheme?: string;
  radius?: string;
  font?: string;
  texts?: Record<string, Record<string, string>>;
};
/** Plain, or by language. */
export type Template = { subject?: unknown; intro?: unknown; brevo_template_id?: unknown };
export type Parts = {
  visual_identity?: Record<string, BrandSetting>;
  webview?: WebviewLook;
  message_templates?: Record<string, Template>;
  legal?: Record<string, string>;
};

/** As travelers would see it. */
export const drafted = ({ in_force: inForce }: Brand, changes: Changes): Parts =>
  Object.fromEntries(
    Object.entries({ ...inForce, ...changes }).filter(([, value]) => value !== null),
  );

/** An image as the API takes it. */
export async function sendLogo(path: string, file: File): Promise<Logo> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return call<Logo>('POST', `${path}/settings/logos`, { image: btoa(binary) });
}
