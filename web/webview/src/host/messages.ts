/** What the WebView and whoever shows it say to each other; docs/webview.md has the table. */

/** To the app or site that shows the WebView. */
export type Message =
  | { type: 'ready' | 'needs-token' | 'installed' | 'purchased' | 'close' }
  /** leads out of here: to be opened in the system's browser */
  | { type: 'open-external'; url: string }
  /** CSS pixels of the whole content, to a site whose frame should not scroll */
  | { type: 'height'; height: number };

/** From it. */
export type Order = { type: 'token'; redirectToken: string } | { type: 'back' };

const TOKEN = /^[\w-]{20,200}$/;
/** Only what a system opens without running anything of it. */
const OUTSIDE = /^(?:https?:\/\/|mailto:|tel:)/;

export const isSendable = (message: Message): boolean =>
  message.type !== 'open-external' || OUTSIDE.test(message.url);

/** As it goes over the wire. */
export const wire = (message: Message): object => ({ hubby: 1, ...message });

/** Null: not for us, or not as it should be. */
export function readOrder(data: unknown): Order | null {
  if (typeof data !== 'object' || data === null) return null;
  const { hubby, type, redirect_token: token } = data as Record<string, unknown>;
  if (hubby !== 1) return null;
  if (type === 'back') return { type };
  if (type !== 'token' || typeof token !== 'string' || !TOKEN.test(token)) return null;
  return { type, redirectToken: token };
}
