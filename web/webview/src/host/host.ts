/**
 * The app or site that shows the WebView. Nothing is taken but from the parent window at an origin
 * that the partner has named; in an app the page has no parent, and what its own window posts was
 * put there by the app.
 */
import { isSendable, readOrder, wire, type Message } from './messages.ts';
import { bridgeOf, isFramed, targetsOf, type HostEvent, type HostWindow } from './transports.ts';

export type { Message } from './messages.ts';

export type Host = {
  /** whether an app takes messages: it opens `open-external`; elsewhere a link does */
  isInApp: boolean;
  send(message: Message): void;
  /** takes nothing more */
  stop(): void;
};

export type HostOptions = {
  /** exact, those of the setting `webview` */
  origins: readonly string[];
  onToken(redirectToken: string): void;
  onBack(): void;
  window?: HostWindow;
};

export function makeHost(options: HostOptions): Host {
  const { origins, onToken, onBack } = options;
  const view = options.window ?? (globalThis as unknown as HostWindow);
  const bridge = bridgeOf(view);
  let heard: string | null = null;

  const isTrusted = ({ source, origin }: HostEvent): boolean => {
    if (source !== view.parent) return false;
    return isFramed(view)
      ? origins.includes(origin)
      : bridge !== null && origin === view.location.origin;
  };
  const listen = (event: HostEvent): void => {
    if (!isTrusted(event)) return;
    heard = event.origin;
    const order = readOrder(event.data);
    if (order?.type === 'token') onToken(order.redirectToken);
    if (order?.type === 'back') onBack();
  };
  view.addEventListener('message', listen);

  const send = (message: Message): void => {
    if (!isSendable(message)) return;
    if (bridge !== null) attempt(() => bridge(message));
    else if (isFramed(view))
      for (const target of targetsOf(view, origins, heard))
        view.parent.postMessage(wire(message), target);
  };
  return {
    isInApp: bridge !== null,
    send,
    stop: () => view.removeEventListener('message', listen),
  };
}

function attempt(call: () => void): void {
  try {
    call();
  } catch (error) {
    // An app that stumbles over a message does not take the traveler's screen along.
    console.warn('the app did not take a message', error);
  }
}
