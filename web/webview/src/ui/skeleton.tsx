/** What is shown for the moment in which something is read. */
import { useApp } from '../app-state.ts';

export function Skeleton() {
  const { words } = useApp();
  return (
    <div class="skeleton" role="status">
      <span class="hidden">{words.say('loading')}</span>
      <span />
      <span />
      <span />
    </div>
  );
}
