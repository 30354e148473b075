/** What travelers would see, by what shows them the real one. */
import { Moon, Sun } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Choice } from '../../ui/field.tsx';
import { useWords, type Key } from '../../words.tsx';
import type { Editing, Looking } from './editing.ts';
import { LanguageChoice } from './language-choice.tsx';

const SURFACES: readonly (readonly [Looking['surface'], Key])[] = [
  ['claim', 'surfaceClaim'],
  ['webview', 'surfaceScreens'],
  ['mail', 'surfaceMail'],
];
const SCREENS: readonly (readonly [string, Key])[] = [
  ['home-ready', 'screenReady'],
  ['home-nothing', 'screenNothing'],
  ['support', 'screenSupport'],
];

export function Preview(editing: Editing) {
  const { say } = useWords();
  const { looking, look, brand } = editing;
  const name = say(SURFACES.find(([surface]) => surface === looking.surface)![1]);
  return (
    <section
      aria-label={say('brandPreview')}
      className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-4"
    >
      <h2 className="text-lg font-semibold">{say('brandPreview')}</h2>
      <div className="flex flex-wrap gap-2">
        <Toggles
          label={say('previewOf')}
          options={SURFACES.map(([value, text]) => [value, say(text)])}
          value={looking.surface}
          onChange={(surface) => look({ surface: surface as Looking['surface'] })}
        />
        <Toggles
          label={say('appearance')}
          options={[
            ['light', say('themeLight')],
            ['dark', say('themeDark')],
          ]}
          value={looking.scheme}
          onChange={(scheme) => look({ scheme: scheme as Looking['scheme'] })}
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <LanguageChoice {...editing} />
        {looking.surface === 'webview' && (
          <Choice
            label={say('previewScreen')}
            options={SCREENS.map(([value, text]) => [value, say(text)])}
            value={looking.screen}
            onChange={({ target }) => look({ screen: target.value })}
          />
        )}
      </div>
      <iframe
        key={`${looking.surface} ${looking.screen}`}
        title={say('previewTitle', { what: name })}
        // The managed screens are a program; without an origin it reaches nothing of the dashboard.
        sandbox={looking.surface === 'webview' ? 'allow-scripts' : ''}
        src={addressOf(brand.preview.path, looking, brand.draft?.revision)}
        className="h-[44rem] max-h-[75dvh] w-full rounded-xl border border-line"
      />
      <p className="text-sm text-muted">{say('previewHint')}</p>
    </section>
  );
}

/** `revision`: of the draft, so that it is asked for anew with every change. */
function addressOf(
  path: string,
  { surface, scheme, locale, brand, kind, screen }: Looking,
  revision = '',
): string {
  const query = new URLSearchParams({ scheme, lang: locale, brand, kind, v: revision });
  return `${path}/${surface === 'webview' ? `webview/${screen}/` : surface}?${query}`;
}

const Toggles = ({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: [string, string][];
  value: string;
  onChange(value: string): void;
}) => (
  <div role="group" aria-label={label} className="flex flex-wrap gap-1">
    {options.map(([one, text]) => (
      <button
        key={one}
        type="button"
        aria-pressed={one === value}
        onClick={() => onChange(one)}
        className={buttonClass(one === value ? 'primary' : 'plain', cn('text-sm'))}
      >
        {one === 'light' && <Sun size={14} aria-hidden />}
        {one === 'dark' && <Moon size={14} aria-hidden />}
        {text}
      </button>
    ))}
  </div>
);
