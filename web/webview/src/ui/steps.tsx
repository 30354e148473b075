/** Steps of instructions, with the names of menus marked. */
import type { Step } from '../types.ts';
import { useApp } from '../app-state.ts';

/** The API puts names of menus into the text between these. */
const MENU = /(“[^”]*”|"[^"]*"|„[^“]*“|«[^»]*»|「[^」]*」)/;

export function Steps({ steps, locale }: { steps: Step[]; locale: string }) {
  const { words } = useApp();
  const lang = locale === words.locale ? undefined : locale;
  return (
    <ol class="steps" {...(lang === undefined ? {} : { lang })}>
      {steps.map((step) => (
        <li key={step.id}>{inParts(step.text)}</li>
      ))}
    </ol>
  );
}

const inParts = (text: string) =>
  text.split(MENU).map((part) => (MENU.test(part) ? <strong key={part}>{part}</strong> : part));
