/**
 * Help: first the answer that is known, with its steps; then people. What they will see of the
 * traveler is shown before anything is sent.
 */
import { useRef, useState } from 'preact/hooks';
import { useApp, type App } from '../app-state.ts';
import { call, Refusal } from '../data/api.ts';
import type { Key } from '../data/words.ts';
import { useResource } from '../data/use-resource.ts';
import type { Instructions } from '../types.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Steps } from '../ui/steps.tsx';
import { Trouble } from '../ui/trouble.tsx';

const SYMPTOMS: [string, Key][] = [
  ['no_data', 'symptomNoData'],
  ['slow', 'symptomSlow'],
  ['cannot_install', 'symptomCannotInstall'],
  ['qr_invalid', 'symptomQrInvalid'],
  ['already_used', 'symptomAlreadyUsed'],
  ['removed', 'symptomRemoved'],
  ['other', 'symptomOther'],
];

export function Support() {
  const app = useApp();
  const { words, boot } = app;
  const [symptom, setSymptom] = useState<string | null>(null);
  return (
    <Screen title={words.say('supportTitle')}>
      <section class="card">
        <h2>{words.say('supportAsk')}</h2>
        {boot.slots.help !== undefined && <p>{boot.slots.help}</p>}
        <ul class="choices">
          {SYMPTOMS.map(([name, key]) => (
            <li key={name}>
              <button
                type="button"
                aria-pressed={symptom === name}
                onClick={() => setSymptom(name)}
              >
                {words.say(key)}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {symptom !== null && symptom !== 'other' && <Answer app={app} symptom={symptom} />}
      {symptom !== null && <HandOver key={symptom} app={app} symptom={symptom} />}
    </Screen>
  );
}

function Answer({ app, symptom }: { app: App; symptom: string }) {
  const { words, hints, boot } = app;
  const { value, problem, again } = useResource(symptom, () =>
    call<Instructions>('POST', 'instructions', { body: { ...hints, format: 'json', symptom } }),
  );
  return (
    <section class="card" role="status">
      {value === null && problem === null && <Skeleton />}
      {problem !== null && <Trouble problem={problem} again={again} />}
      {value !== null && (
        <>
          <h2>{value.title}</h2>
          <Steps steps={value.steps} locale={value.locale} />
          <p class="facts">{words.say('answerSource', { partner: boot.partner.name })}</p>
        </>
      )}
    </section>
  );
}

type Context = Record<string, string | null>;
const SHOWN: [string, Key][] = [
  ['booking_destination', 'contextDestination'],
  ['departure_date', 'contextDeparture'],
  ['package_status', 'contextPackage'],
  ['esim_status', 'contextEsim'],
  ['device_model', 'contextDevice'],
  ['os', 'contextOs'],
];

/** As support knows it. */
const deviceOf = (hints: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    [
      ['device_model', hints['device_name']],
      ['os', hints['phone_os']],
      ['os_version', hints['os_version']],
    ].filter((pair): pair is [string, string] => pair[1] !== undefined),
  );

function HandOver({ app, symptom }: { app: App; symptom: string }) {
  const { words, hints, boot } = app;
  const [text, setText] = useState('');
  const [stage, setStage] = useState<'ask' | 'busy' | 'sent' | Refusal>('ask');
  const key = useRef(crypto.randomUUID());
  const device = deviceOf(hints);
  const { value: context } = useResource('context', () =>
    call<Context>('GET', `support-context?${new URLSearchParams(device)}`),
  );
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    setStage('busy');
    try {
      // Whoever writes here has read the answer: it goes to people.
      await call('POST', 'support-requests', {
        body: { ...device, symptom: 'other', subject: symptom, body: text, locale: words.locale },
        key: key.current,
      });
      setStage('sent');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setStage(error);
    }
  };
  if (stage === 'sent')
    return (
      <section class="card">
        <Notice tone="good">{words.say('requestSent', { partner: boot.partner.name })}</Notice>
      </section>
    );
  return (
    <section class="card">
      <h2>{words.say('handOverTitle')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label class="field">
          <span>{words.say('handOverText')}</span>
          <textarea
            rows={4}
            maxLength={5000}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {context !== null && <Shown app={app} context={context} />}
        {stage instanceof Refusal && <Trouble problem={stage} />}
        <Button type="submit" busy={stage === 'busy'}>
          {words.say('send')}
        </Button>
      </form>
    </section>
  );
}

function Shown({ app: { words }, context }: { app: App; context: Context }) {
  const rows = SHOWN.filter(([name]) => context[name] != null && context[name] !== 'NONE');
  return (
    <details class="fold">
      <summary>
        <Icon name="person" />
        {words.say('contextTitle')}
      </summary>
      <dl class="facts-list">
        {rows.map(([name, key]) => (
          <div key={name}>
            <dt>{words.say(key)}</dt>
            <dd>{context[name]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
