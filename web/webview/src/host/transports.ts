/**
 * Ways to whoever shows the WebView: a frame's parent, or the app whose web view this is. Windows
 * are described by what is used of them, so that tests can stand in for one.
 */
import { wire, type Message } from './messages.ts';

type Bridge = { postMessage(message: unknown): void };

export type HostWindow = {
  /** of a page that nobody frames: itself */
  parent: { postMessage(message: unknown, targetOrigin: string): void };
  location: {
    origin: string;
    /** Firefox has none in older releases */
    ancestorOrigins?: { readonly length: number; readonly [index: number]: string };
  };
  addEventListener(type: 'message', listener: (event: HostEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: HostEvent) => void): void;
  webkit?: { messageHandlers?: { hubby?: Bridge } };
  HubbyHost?: Bridge;
  ReactNativeWebView?: Bridge;
};
export type HostEvent = { source: unknown; origin: string; data: unknown };

export const isFramed = (view: HostWindow): boolean => (view.parent as unknown) !== view;

/** Null: no app, a browser. */
export function bridgeOf(view: HostWindow): ((message: Message) => void) | null {
  // A bridge is there in frames too; whoever frames this is the one to speak with.
  if (isFramed(view)) return null;
  const apple = view.webkit?.messageHandlers?.hubby;
  if (apple !== undefined) return (message) => apple.postMessage(wire(message));
  // Both take text only.
  const other = view.HubbyHost ?? view.ReactNativeWebView;
  return other === undefined ? null : (message) => other.postMessage(JSON.stringify(wire(message)));
}

/**
 * Exact origins that a message to the parent is posted to. Browsers that do not tell a frame who
 * its parent is, or were asked not to, deliver it only where the origin is right; `heard`: from where
 * the parent has spoken.
 */
export function targetsOf(
  { location: { ancestorOrigins } }: HostWindow,
  origins: readonly string[],
  heard: string | null,
): readonly string[] {
  const told = ancestorOrigins?.[0];
  const known = told === undefined || told === 'null' ? heard : told;
  if (known === null) return origins;
  return origins.includes(known) ? [known] : [];
}
