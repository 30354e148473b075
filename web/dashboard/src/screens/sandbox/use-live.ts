/** Keeps all that is shown of the sandbox as it is; answers whether the stream is there. */
import { useEffect, useState } from 'react';
import { sandboxMoved } from '../../data/sandbox.ts';
import { listenTo, type StreamState } from '../../data/stream.ts';

/** Several events of one step come at once. */
const PACE_MS = 250;

export function useLiveSandbox(path: string): StreamState {
  const [state, setState] = useState<StreamState>('waiting');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = listenTo(path, ({ hint, state: is }) => {
      setState(is);
      if (hint !== undefined && hint !== 'requests')
        timer ??= setTimeout(() => {
          timer = undefined;
          void sandboxMoved(path);
        }, PACE_MS);
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [path]);
  return state;
}
