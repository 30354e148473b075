/** Who may frame the WebView, and who is spoken with. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'any-site-is-heard',
    bug: 'A site that the partner has not named steers the WebView.',
    file: 'web/webview/src/host/host.ts',
    text: '? origins.includes(origin)',
    broken: '? true',
    tests: ['webview-host'],
  },
  {
    id: 'any-window-is-heard',
    bug: 'A window of the right origin that is not the parent steers the WebView.',
    file: 'web/webview/src/host/host.ts',
    text: 'if (source !== view.parent) return false;',
    broken: '',
    tests: ['webview-host'],
  },
  {
    id: 'whoever-frames-is-told',
    bug: 'A site that the partner has not named hears what the traveler does.',
    file: 'web/webview/src/host/transports.ts',
    text: 'return origins.includes(known) ? [known] : [];',
    broken: 'return [known];',
    tests: ['webview-host'],
  },
  {
    id: 'a-frame-in-an-app-tells-the-app',
    bug: 'A WebView in a frame speaks with the app around the site, not with the site.',
    file: 'web/webview/src/host/transports.ts',
    text: 'if (isFramed(view)) return null;',
    broken: '',
    tests: ['webview-host'],
  },
  {
    id: 'everything-is-opened-outside',
    bug: 'An app is asked to open an address that runs something.',
    file: 'web/webview/src/host/messages.ts',
    text: "message.type !== 'open-external' || OUTSIDE.test(message.url)",
    broken: 'true',
    tests: ['webview-host'],
  },
  {
    id: 'a-wildcard-may-frame',
    bug: 'A partner lets all sites of a domain frame the WebView, also those of others.',
    file: 'src/domain/settings/webview.ts',
    text: "'^https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$'",
    broken: "'^https?://.*$'",
    tests: ['webview-setting'],
  },
  {
    id: 'localhost-frames-in-production',
    bug: 'A page on a developer’s machine frames travelers’ pages in production.',
    file: 'src/domain/settings/webview.ts',
    text: "if (env === 'staging' || !Array.isArray(origins)) return [];",
    broken: 'return [];',
    tests: ['webview-setting'],
  },
  {
    id: 'the-theme-trusts-colours',
    bug: 'A pale brand colour makes links that nobody can read.',
    file: 'src/domain/webview/theme.ts',
    text: 'const accent = accentOn(LIGHT.page, brand, LIGHT.ink);',
    broken: 'const accent = brand;',
    tests: ['webview-look'],
  },
] satisfies Mutant[];
