/** The ways onto a device, the one that fits this device open and first. */
import { useEffect, useState } from 'preact/hooks';
import type { App } from '../../app-state.ts';
import type { Instructions } from '../../types.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

type Props = { app: App; said: Instructions; onTap(): void };

export function Ways({ app, said, onTap }: Props) {
  const { boot, words } = app;
  const { platform, app: inApp, takesLinks } = boot.device;
  const install = said.install!;
  const link = platform === 'apple' ? install.apple_url : install.android_url;
  const isOneTap = platform !== 'computer' && takesLinks;
  return (
    <>
      {isOneTap && inApp !== null && (
        <Notice tone="quiet">
          {inApp === '' ? words.say('inAppUnknown') : words.say('inApp', { app: inApp })}
        </Notice>
      )}
      {isOneTap && (
        <a class="button" href={link} target="_blank" rel="noopener noreferrer" onClick={onTap}>
          <Icon name="sim" />
          <span>{words.say('installOneTap')}</span>
        </a>
      )}
      <details class="fold" open={platform === 'computer'}>
        <summary>{words.say('installByQr')}</summary>
        <div>
          <p>{words.say('installByQrText')}</p>
          <Qr app={app} said={said} />
        </div>
      </details>
      <details class="fold" open={platform !== 'computer' && !takesLinks}>
        <summary>{words.say('installByHand')}</summary>
        <div>
          <p>{words.say('installByHandText')}</p>
          <Copy label={words.say('smdpAddress')} value={install.smdp_address} />
          <Copy label={words.say('activationCode')} value={install.matching_id} />
          {install.confirmation_code !== null && (
            <Copy label={words.say('confirmationCode')} value={install.confirmation_code} />
          )}
          {install.apn !== null && <Copy label={words.say('apn')} value={install.apn} />}
          <Copy label={words.say('wholeCode')} value={install.lpa} />
        </div>
      </details>
    </>
  );
}

/** Read when it is there, for it is the traveler's alone and no public address. */
function Qr({ app, said }: { app: App; said: Instructions }) {
  const [picture, setPicture] = useState<string | null>(null);
  const svg = said.install?.qr_svg ?? null;
  useEffect(() => {
    if (svg !== null) setPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`);
  }, [svg]);
  return picture === null ? null : (
    <img class="qr" src={picture} width="240" height="240" alt={app.words.say('qrAlt')} />
  );
}
