/** A partner's own words in the WebView: plain text in named slots. */
import { forLocale } from '../settings/messages.ts';
import type { EffectiveSettings } from '../settings/settings.ts';
import { TEXT_SLOTS, type TextSlot } from '../settings/webview.ts';

/** For one locale; a slot without a text for it, or for its language, is left out. */
export function webviewTexts(
  { webview }: Pick<EffectiveSettings, 'webview'>,
  locale: string,
): { [slot in TextSlot]?: string } {
  const found = TEXT_SLOTS.flatMap((slot) => {
    const text = forLocale(webview?.texts?.[slot], locale);
    return text === null ? [] : [[slot, text]];
  });
  return Object.fromEntries(found) as { [slot in TextSlot]?: string };
}
