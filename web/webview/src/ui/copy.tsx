/** A code that is copied by a tap, and can be read and selected without. */
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { Icon } from './icon.tsx';

export function Copy({ label, value }: { label: string; value: string }) {
  const { words } = useApp();
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(words.say('copied'));
    } catch {
      setSaid(words.say('copyByHand'));
    }
  };
  return (
    <div class="copy">
      <p class="copy-label">{label}</p>
      <code dir="ltr">{value}</code>
      <button class="copy-button" type="button" onClick={() => void copy()}>
        <Icon name="copy" />
        <span>{words.say('copy')}</span>
        <span class="hidden">{label}</span>
      </button>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
