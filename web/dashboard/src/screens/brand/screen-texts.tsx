/** The partner's own words on the managed screens, in the language that is looked at. */
import type { WebviewLook } from '../../data/brand.ts';
import { Field } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { orNone, type Editing } from './editing.ts';
import { LanguageChoice } from './language-choice.tsx';

const SLOTS = [
  ['welcome', 'welcomeText', 'welcomeTextHint', 'home-nothing'],
  ['help', 'helpText', 'helpTextHint', 'support'],
] as const;

export function ScreenTexts(editing: Editing) {
  const { say } = useWords();
  const { draft, looking, look, mayWrite } = editing;
  const webview = draft.parts.webview ?? {};
  const write = (slot: string, text: string): void => {
    const { [slot]: before = {}, ...others } = webview.texts ?? {};
    const { [looking.locale]: _old, ...rest } = before;
    const words = orNone(text === '' ? rest : { ...rest, [looking.locale]: text });
    const texts = orNone(words === undefined ? others : { ...others, [slot]: words });
    const { texts: _texts, ...bare } = webview;
    draft.set('webview', orNone<WebviewLook>(texts === undefined ? bare : { ...bare, texts }));
  };
  return (
    <Section title={say('screenTexts')} lead={say('screenTextsLead')}>
      <Card className="flex flex-col gap-4 p-4">
        <LanguageChoice {...editing} />
        {SLOTS.map(([slot, label, hint, screen]) => (
          <Field
            key={slot}
            label={say(label)}
            hint={say(hint)}
            name={`webview.texts.${slot}.${looking.locale}`}
            isDisabled={!mayWrite}
            value={webview.texts?.[slot]?.[looking.locale] ?? ''}
            onFocus={() => look({ surface: 'webview', screen })}
            onChange={(text) => write(slot, text)}
          />
        ))}
      </Card>
    </Section>
  );
}
