/** Whether a phone can take an eSIM at all: asked by its maker and model. */
import { useState } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { call, Refusal } from '../../data/api.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Trouble } from '../../ui/trouble.tsx';

type Verdict = {
  is_compatible: boolean;
  confidence: string;
  device: string | null;
  notes: string[];
};

export function DeviceCheck() {
  const { words, hints } = useApp();
  const [name, setName] = useState(hints['device_name'] ?? '');
  const [isBusy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<Verdict | Refusal | null>(null);
  const ask = async (): Promise<void> => {
    const [phone_brand = '', ...rest] = name.trim().split(/\s+/);
    if (phone_brand === '') return;
    setBusy(true);
    try {
      setVerdict(
        await call<Verdict>('POST', 'device-compatibility', {
          body: { phone_brand, phone_model: rest.join(' ') || phone_brand },
        }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setVerdict(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="fold card">
      <summary>{words.say('deviceCheck')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <label class="field">
          <span>{words.say('deviceName')}</span>
          <input
            type="text"
            value={name}
            maxLength={100}
            autocomplete="off"
            placeholder="Google Pixel 9"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <Button type="submit" quiet busy={isBusy}>
          {words.say('check')}
        </Button>
        {verdict instanceof Refusal && <Trouble problem={verdict} />}
        {verdict !== null && !(verdict instanceof Refusal) && <Said verdict={verdict} />}
      </form>
    </details>
  );
}

function Said({ verdict }: { verdict: Verdict }) {
  const { words } = useApp();
  const device = verdict.device ?? '';
  return (
    <div>
      <Notice tone={verdict.is_compatible ? 'good' : 'bad'}>
        {verdict.confidence === 'unknown'
          ? words.say('deviceUnknown')
          : words.say(verdict.is_compatible ? 'deviceFits' : 'deviceFitsNot', { device })}
      </Notice>
      {verdict.notes.map((note) => (
        <p key={note} class="facts">
          {note}
        </p>
      ))}
    </div>
  );
}
