/** Tells the host how high the content is, as often as that changes. */
import type { Message } from './messages.ts';

type Sized = { readonly scrollHeight: number };
type Observer = { observe(element: never): void; disconnect(): void };
type Observers = new (changed: () => void) => Observer;

/**
 * `content`: an element that is as high as what is in it, not as the frame, which would never become
 * lower again. Answers how to stop.
 */
export function watchHeight(
  send: (message: Message) => void,
  content: Sized,
  Resize: Observers = (globalThis as unknown as { ResizeObserver: Observers }).ResizeObserver,
): () => void {
  let last = 0;
  const observer = new Resize(() => {
    const height = Math.ceil(content.scrollHeight);
    if (height === last) return;
    last = height;
    send({ type: 'height', height });
  });
  observer.observe(content as never);
  return () => observer.disconnect();
}
