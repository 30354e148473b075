/** Which keys a list knows. */
import { Dialog } from '../ui/dialog.tsx';
import { useWords, type Key } from '../words.tsx';

export function KeyHelp({
  hasPanel,
  hasBulk,
  onClose,
}: {
  hasPanel: boolean;
  hasBulk: boolean;
  onClose(): void;
}) {
  const { say } = useWords();
  const keys: (readonly [keys: readonly string[], text: Key])[] = [
    [['j', 'k'], 'keysMove'],
    [['Enter'], hasPanel ? 'keysOpen' : 'keysFollow'],
    ...(hasPanel ? [[['Esc'], 'keysClose'] as const] : []),
    ...(hasBulk ? [[['x'], 'keysChoose'] as const, [['z'], 'keysUndo'] as const] : []),
    [['Ctrl K'], 'keysPalette'],
    [['?'], 'keysHelp'],
  ];
  return (
    <Dialog title={say('keysTitle')} isOpen onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([names, text]) => (
          <div key={text} className="contents">
            <dt className="flex gap-1">
              {names.map((name) => (
                <kbd
                  key={name}
                  className="min-w-6 rounded border border-line bg-sunken px-1.5 py-0.5 text-center font-mono text-xs"
                >
                  {name}
                </kbd>
              ))}
            </dt>
            <dd>{say(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
