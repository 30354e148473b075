/** Who may show the WebView's pages in a frame, and what these pages may load. */
import type { EffectiveSettings } from '../settings/settings.ts';

export type FramePolicy = {
  /** sources of the directive `frame-ancestors` */
  ancestors: string;
  /** header X-Frame-Options; null where somebody may frame, since it knows no list */
  xFrameOptions: 'DENY' | null;
};

/**
 * Of pages under `/w/<slug>/`. Null: nobody's pages, such as `/w/` alone. The origins were checked
 * when they were set and hold no separator of a policy.
 */
export function framePolicy(settings: Pick<EffectiveSettings, 'webview'> | null): FramePolicy {
  const origins = settings?.webview?.origins ?? [];
  return origins.length === 0
    ? { ancestors: "'none'", xFrameOptions: 'DENY' }
    : { ancestors: origins.join(' '), xFrameOptions: null };
}

/** `nonce`: of the theme's `<style>`, the only thing inline. */
export const contentPolicy = (nonce: string, { ancestors }: FramePolicy): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
    "require-trusted-types-for 'script'",
  ].join('; ');
