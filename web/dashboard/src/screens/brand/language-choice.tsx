/** Which language texts are written and looked at in. */
import { useMemo } from 'react';
import { Choice } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import type { Editing } from './editing.ts';

export function LanguageChoice({ brand, looking, look }: Editing) {
  const { say, locale } = useWords();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: 'language' });
    return brand.locales
      .map((tag): [string, string] => [tag, names.of(tag) ?? tag])
      .sort(([, a], [, b]) => a.localeCompare(b, locale));
  }, [brand.locales, locale]);
  return (
    <Choice
      label={say('language')}
      options={options}
      value={looking.locale}
      onChange={({ target }) => look({ locale: target.value })}
    />
  );
}
