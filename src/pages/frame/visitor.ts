/** What a visitor's browser says of itself, as far as the way to install an eSIM depends on it. */
import type { IncomingHttpHeaders } from 'node:http';

export type Visitor = {
  platform: 'apple' | 'android' | 'computer';
  /** of the system, [17, 4]; null where it does not say */
  version: [number, number] | null;
  /**
   * The app within which the page is shown, in which links to the phone's set-up die; '' = one
   * without a name, null = a browser.
   */
  app: string | null;
  /** Android's name of the model, null where the browser keeps it to itself; `iPad` for one. */
  model: string | null;
};

/** The most particular first: Messenger says Facebook's words too. */
const APPS: [RegExp, string][] = [
  [/FBAN\/Messenger|FB_IAB\/MESSENGER|\bMessengerLite/i, 'Messenger'],
  [/\bInstagram\b/, 'Instagram'],
  [/\bBarcelona \d/, 'Threads'],
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/musical_ly|BytedanceWebview|TikTok|trill_/i, 'TikTok'],
  [/MicroMessenger/i, 'WeChat'],
  [/\bLine\/\d/, 'LINE'],
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(inapp/i, 'NAVER'],
  [/\bSnapchat\b/i, 'Snapchat'],
  [/TwitterAndroid|Twitter for i/i, 'X'],
  [/LinkedInApp/i, 'LinkedIn'],
  [/\bPinterest\b/i, 'Pinterest'],
  [/\bGmail\b|com\.google\.android\.gm/i, 'Gmail'],
  [/\bGSA\/\d/, 'Google'],
  [/\bTelegram\b/i, 'Telegram'],
  [/\bWhatsApp\b/i, 'WhatsApp'],
  [/\bViber\b/i, 'Viber'],
  [/\bQQ\/\d/, 'QQ'],
  [/\bAlipayClient\b/i, 'Alipay'],
  [/\bSlack/i, 'Slack'],
  [/\bTeams(?:Mobile)?\//i, 'Teams'],
  [/\bReddit\b/i, 'Reddit'],
  [/OutlookMobile|Outlook-(?:iOS|Android)/i, 'Outlook'],
];

/**
 * Apps that show pages without naming themselves: a web view of Android says so, one of iOS leaves
 * out what Safari says.
 */
const isWebView = (agent: string, platform: Visitor['platform']): boolean =>
  (platform === 'android' && /; wv\)/.test(agent)) ||
  (platform === 'apple' && /AppleWebKit/.test(agent) && !/Safari\//.test(agent));

export function visitorOf(headers: IncomingHttpHeaders): Visitor {
  const agent = (headers['user-agent'] ?? '').slice(0, 1_000);
  const platform = /iPhone|iPad|iPod/.test(agent)
    ? 'apple'
    : /Android/.test(agent) || headers['sec-ch-ua-platform'] === '"Android"'
      ? 'android'
      : 'computer';
  const app =
    APPS.find(([pattern]) => pattern.test(agent))?.[1] ?? (isWebView(agent, platform) ? '' : null);
  return {
    platform,
    app,
    ...(platform === 'apple'
      ? { version: versionOf(agent), model: /iPad/.test(agent) ? 'iPad' : null }
      : platform === 'android'
        ? androidOf(agent)
        : { version: null, model: null }),
  };
}

/** Chrome says "Android 10; K" for all of them. */
function androidOf(agent: string): Pick<Visitor, 'version' | 'model'> {
  const [, major = '', minor = '0', model = ''] =
    /Android (\d{1,2})(?:\.(\d{1,2}))?[\d.]*; ([^;)]{1,100})/.exec(agent) ?? [];
  if (major === '' || model === 'K') return { version: null, model: null };
  return { version: [Number(major), Number(minor)], model: model.replace(/ Build\/.*$/, '') };
}

/**
 * Since iOS 26 the system's number stands still at 18 and Safari's goes on; the higher one is true.
 */
function versionOf(agent: string): [number, number] | null {
  const numbers = [
    /\bOS (\d{1,3})[_.](\d{1,3})/.exec(agent),
    /\bVersion\/(\d{1,3})\.(\d{1,3})/.exec(agent),
  ].flatMap((m) => (m === null ? [] : [[Number(m[1]), Number(m[2])] as [number, number]]));
  return numbers.sort((a, b) => b[0] - a[0] || b[1] - a[1])[0] ?? null;
}

/** Whether one tap installs: from iOS 17.4 on. Who does not say is taken for new. */
export const takesLinks = ({ platform, version }: Visitor): boolean =>
  platform === 'android' ||
  (platform === 'apple' &&
    (version === null || version[0] > 17 || (version[0] === 17 && version[1] >= 4)));

/** Link previews and mail scanners ask with HEAD, and show nobody anything. */
export const isOpening = ({ method }: { method: string }): boolean => method !== 'HEAD';
