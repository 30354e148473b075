/** Ctrl K: to any screen, to another partner, out. */
import { useMemo, useState, type FocusEvent } from 'react';
import { useRouter } from '@tanstack/react-router';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import { chooseTheme, THEMES } from '../theme.ts';
import { THEME_TEXTS } from '../screens/account/theme-texts.ts';
import { useWords } from '../words.tsx';
import { takeLetters } from './early-letters.ts';
import type { Command } from './command.ts';
import { useFound } from './use-found.ts';
import { GROUP_TEXTS } from './screen.ts';
import { firstOf, placesOf, screensFor, targetOf, type Place } from './screens.ts';
import { useGo } from './use-go.ts';
import { useSession } from './use-session.ts';
import { useSignOut } from './use-sign-out.ts';

export function Palette({ place, onClose }: { place: Place; onClose(): void }) {
  const { say } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  const [word, setWord] = useState('');
  const { found, isSearching } = useFound(place, word);
  const commands = useCommands(place);
  const fitting = commands.filter(({ text, note }) => contains(`${text} ${note}`, word));
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || onClose()}
      className="fixed inset-0 z-40 flex items-start justify-center bg-veil px-4 pt-[12dvh]"
    >
      <Modal className="modal-in w-full max-w-lg overflow-hidden rounded-xl border border-line bg-raised shadow-raised">
        <Dialog aria-label={say('palette')} className="flex max-h-[70dvh] flex-col outline-none">
          <Autocomplete inputValue={word} onInputChange={setWord}>
            <SearchField
              aria-label={say('palette')}
              autoFocus
              className="border-b border-line px-4 py-3"
            >
              <Input
                onFocus={typeEarlyLetters}
                placeholder={say('paletteHint')}
                className="w-full bg-transparent text-lg outline-none placeholder:text-muted pointer-coarse:min-h-11 [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <Menu
              aria-label={say('palette')}
              items={[...fitting, ...found]}
              className="min-h-0 overflow-y-auto p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-3 py-6 text-center text-muted">
                  {say(isSearching ? 'searching' : 'paletteEmpty')}
                </p>
              )}
            >
              {({ id, text, note, run }) => (
                <MenuItem
                  id={id}
                  textValue={`${text} ${note}`}
                  onAction={() => {
                    onClose();
                    run();
                  }}
                  className="flex min-h-9 cursor-default items-center justify-between gap-4 rounded-md px-3 py-1.5 outline-none data-[focused]:bg-hover pointer-coarse:min-h-11"
                >
                  <span className="min-w-0">{text}</span>
                  <span className="truncate text-sm text-muted">{note}</span>
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * As if they were typed once the list is there. The field chooses the first that fits where
 * `beforeinput` says that something is typed, which a command does not say by itself.
 */
const typeEarlyLetters = ({ currentTarget: field }: FocusEvent<HTMLInputElement>): number =>
  requestAnimationFrame(() => {
    const letters = takeLetters();
    if (letters === '') return;
    field.dispatchEvent(new InputEvent('beforeinput', { inputType: 'insertText', data: letters }));
    document.execCommand('insertText', false, letters);
  });

/** Screens of where one is first, then those of other places. */
function useCommands(place: Place): Command[] {
  const { say } = useWords();
  const router = useRouter();
  const session = useSession();
  const signOut = useSignOut();
  const go = useGo();
  return useMemo(() => {
    const nameOf = ({ name }: Place): string => name ?? say('installation');
    const others = placesOf(session).filter(({ slug }) => slug !== place.slug);
    const screens = [place, ...others].flatMap((one) =>
      screensFor(session, one.slug).map((screen): Command => ({
        id: `${one.slug ?? ''}${screen.path}`,
        text: say(screen.text),
        note: [
          ...(screen.group === undefined ? [] : [say(GROUP_TEXTS[screen.group])]),
          nameOf(one),
        ].join(' · '),
        run: () => go(targetOf(screen, one.slug)),
      })),
    );
    const own: Command[] = (
      [
        ['account', '/account'],
        ['security', '/account/security'],
        ['sessions', '/account/sessions'],
      ] as const
    ).map(([text, to]) => ({
      id: to,
      text: say(text),
      note: say('account'),
      run: () => void router.navigate({ to }),
    }));
    return [
      ...screens,
      ...own,
      ...others.map((one) => ({
        id: `switch ${one.slug ?? ''}`,
        text: say('switchTo', { name: nameOf(one) }),
        note: '',
        run: () => go(firstOf(session, one.slug)),
      })),
      ...THEMES.map((theme) => ({
        id: `theme ${theme}`,
        text: say(THEME_TEXTS[theme]),
        note: say('theme'),
        run: () => chooseTheme(theme),
      })),
      { id: 'sign-out', text: say('signOut'), note: '', run: signOut },
    ];
  }, [session, place.slug, say]);
}
