/** That what is on the screen may be old, and how old. */
import { useApp } from '../app-state.ts';
import { Icon } from './icon.tsx';

export function OfflineNotice() {
  const { staleSince, words, refresh } = useApp();
  if (staleSince === null) return null;
  const age = words.ago(Math.max(0, Date.now() - staleSince));
  return (
    <div class="notice notice-quiet" role="status">
      <Icon name="offline" />
      <p>{words.say('offlineSince', { age })}</p>
      <button class="link" type="button" onClick={() => void refresh()}>
        {words.say('tryAgain')}
      </button>
    </div>
  );
}
