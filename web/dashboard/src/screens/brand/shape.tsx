/** What the managed screens have beside the colours: scheme, corners, font. */
import type { WebviewLook } from '../../data/brand.ts';
import { Choice } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords, type Key } from '../../words.tsx';
import { orNone, type Editing } from './editing.ts';

type Name = 'scheme' | 'radius' | 'font';
const CHOICES: Record<Name, { label: Key; usual: string; options: [string, Key][] }> = {
  scheme: {
    label: 'screenScheme',
    usual: 'auto',
    options: [
      ['auto', 'themeSystem'],
      ['light', 'themeLight'],
      ['dark', 'themeDark'],
    ],
  },
  radius: {
    label: 'screenRadius',
    usual: 'medium',
    options: [
      ['none', 'radiusNone'],
      ['small', 'radiusSmall'],
      ['medium', 'radiusMedium'],
      ['large', 'radiusLarge'],
    ],
  },
  font: {
    label: 'screenFont',
    usual: 'system',
    options: [
      ['system', 'fontSystem'],
      ['humanist', 'fontHumanist'],
      ['geometric', 'fontGeometric'],
      ['rounded', 'fontRounded'],
      ['serif', 'fontSerif'],
    ],
  },
};
const NAMES = Object.keys(CHOICES) as Name[];

export function Shape({ draft, look, mayWrite }: Editing) {
  const { say } = useWords();
  const webview = draft.parts.webview ?? {};
  const choose = (name: Name, value: string): void => {
    const { [name]: _before, ...rest } = webview;
    const isUsual = value === CHOICES[name].usual;
    draft.set('webview', orNone<WebviewLook>(isUsual ? rest : { ...rest, [name]: value }));
    look({ surface: 'webview' });
  };
  return (
    <Section title={say('screens')} lead={say('screensLead')}>
      <Card className="grid gap-4 p-4 sm:grid-cols-3">
        {NAMES.map((name) => (
          <Choice
            key={name}
            label={say(CHOICES[name].label)}
            disabled={!mayWrite}
            options={CHOICES[name].options.map(([value, text]) => [value, say(text)])}
            value={webview[name] ?? CHOICES[name].usual}
            onChange={({ target }) => choose(name, target.value)}
          />
        ))}
      </Card>
    </Section>
  );
}
