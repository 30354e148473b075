/** No session: the link was used or is too old, or the session is over. Nothing is lost by it. */
import type { Boot } from '../boot.ts';
import type { Words } from '../data/words.ts';
import { Icon } from '../ui/icon.tsx';

type Props = { boot: Boot; words: Words; reason: 'used' | 'ended' | 'offline'; again(): void };

export function Ended({ boot, words, reason, again }: Props) {
  const title = words.say(reason === 'offline' ? 'unreachableTitle' : 'endedTitle');
  document.title = `${title} – ${boot.partner.name}`;
  return (
    <main class="column alone">
      <section class="card hero empty">
        <Icon name={reason === 'offline' ? 'offline' : 'clock'} />
        <h1>{title}</h1>
        <p>
          {reason === 'offline'
            ? words.say('unreachableText')
            : words.say('endedText', { partner: boot.partner.name })}
        </p>
        {reason === 'offline' && (
          <button class="button" type="button" onClick={again}>
            <span>{words.say('tryAgain')}</span>
          </button>
        )}
      </section>
    </main>
  );
}
