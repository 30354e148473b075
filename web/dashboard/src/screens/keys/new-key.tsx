/** A key that was just made: its secret, this once, and the first call with it. */
import { envOf, FIRST_CALL } from '../../data/keys.ts';
import type { MadeKey, RotatedKey } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { NamedSecret, Snippet } from '../../ui/copy.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/said.tsx';
import { useLanguage } from '../../words.tsx';

export function NewKey({ made, onClose }: { made: MadeKey | RotatedKey; onClose(): void }) {
  const { words, boot } = useLanguage();
  const { say, time } = words;
  return (
    <Dialog title={say('newKeyTitle')} isOpen isWide onClose={onClose} mayClose={false}>
      <Notice tone="warn">{say('newKeyOnce')}</Notice>
      {'previous_valid_until' in made && (
        <p className="text-muted">
          {say('newKeyPrevious', { until: time(made.previous_valid_until) })}
        </p>
      )}
      <NamedSecret label={say('apiKey')} text={made.api_key} />
      <NamedSecret label={say('apiSecret')} text={made.api_secret} />
      <Snippet label=".env" text={envOf(boot.api, made)} />
      <Snippet label={say('firstCall')} text={FIRST_CALL} />
      <DialogButtons>
        <Button look="primary" onPress={onClose}>
          {say('newKeyKept')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
