/** What did not work, in words, and the way to try it again. */
import type { Refusal } from '../data/api.ts';
import type { Key } from '../data/words.ts';
import { useApp } from '../app-state.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

const SAID: Record<string, Key> = {
  offline: 'problemOffline',
  too_many_requests: 'problemTooMany',
  not_found: 'problemNotFound',
};

export function Trouble({ problem, again }: { problem: Refusal; again?: () => Promise<void> }) {
  const { words } = useApp();
  return (
    <div class="trouble">
      <Notice tone="bad">{words.say(SAID[problem.type] ?? 'problemOurs')}</Notice>
      {again !== undefined && (
        <Button quiet icon="refresh" onClick={() => void again()}>
          {words.say('tryAgain')}
        </Button>
      )}
    </div>
  );
}
