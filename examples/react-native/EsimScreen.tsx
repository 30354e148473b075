/**
 * A screen that shows the WebView: react-native-webview 13 or newer.
 * `fetchToken` asks your own server, which calls POST /api/redirect-tokens/create.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  ActivityIndicator,
  BackHandler,
  Button,
  Linking,
  Platform,
  Text,
  View,
} from 'react-native';
import { WebView, type WebViewMessageEvent } from 'react-native-webview';

export type RedirectToken = { redirect_token: string; redirect_url: string };
type Props = {
  fetchToken(): Promise<RedirectToken>;
  /** what the device calls itself, such as that of react-native-device-info; a hint only */
  deviceName?: string;
  onClose(): void;
  onChanged?(what: 'installed' | 'purchased'): void;
};
type Message =
  | { hubby: 1; type: 'ready' | 'installed' | 'purchased' | 'needs-token' | 'close' }
  | { hubby: 1; type: 'open-external'; url: string }
  | { hubby: 1; type: 'height'; height: number };

function withHints(url: string, deviceName?: string): string {
  const hints: Record<string, string> = {
    phone_os: Platform.OS,
    os_version: String(Platform.Version),
    ...(deviceName === undefined ? {} : { device_name: deviceName }),
  };
  const query = Object.entries(hints).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${url}&${query.join('&')}`;
}

/** Only what the system may open. */
const isOutside = (url: string): boolean => /^(https:\/\/|mailto:|tel:)/.test(url);

function readMessage(text: string): Message | null {
  try {
    const message = JSON.parse(text) as Message;
    return message.hubby === 1 ? message : null;
  } catch {
    return null;
  }
}

export function EsimScreen({ fetchToken, deviceName, onClose, onChanged }: Props) {
  const view = useRef<WebView>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);

  const open = useCallback(async () => {
    setFailed(false);
    try {
      setUrl(withHints((await fetchToken()).redirect_url, deviceName));
    } catch {
      setFailed(true);
    }
  }, [fetchToken, deviceName]);
  useEffect(() => void open(), [open]);

  const tell = useCallback((message: object) => {
    const text = JSON.stringify({ hubby: 1, ...message });
    view.current?.injectJavaScript(`window.postMessage(${text}, location.origin); true;`);
  }, []);

  useEffect(() => {
    // The screen decides what Back means; at its beginning it answers `close`.
    const { remove } = BackHandler.addEventListener('hardwareBackPress', () => {
      if (view.current === null) return false;
      tell({ type: 'back' });
      return true;
    });
    return remove;
  }, [tell]);

  if (failed) return <Button title="Try again" onPress={() => void open()} />;
  if (url === null) return <ActivityIndicator />;

  const origin = /^https?:\/\/[^/?#]+/.exec(url)![0];
  const onMessage = ({ nativeEvent }: WebViewMessageEvent): void => {
    if (!nativeEvent.url.startsWith(`${origin}/`)) return;
    const message = readMessage(nativeEvent.data);
    switch (message?.type) {
      case 'open-external':
        if (isOutside(message.url)) void Linking.openURL(message.url);
        return;
      case 'needs-token':
        fetchToken().then(
          ({ redirect_token }) => tell({ type: 'token', redirect_token }),
          () => setFailed(true),
        );
        return;
      case 'installed':
      case 'purchased':
        onChanged?.(message.type);
        return;
      case 'close':
        onClose();
        return;
      default:
      // `ready` and `height`: a screen of its own scrolls by itself.
    }
  };

  return (
    <View style={{ flex: 1 }}>
      <WebView
        ref={view}
        source={{ uri: url }}
        originWhitelist={['https://*']}
        onMessage={onMessage}
        onShouldStartLoadWithRequest={({ url: next }) => {
          if (next.startsWith(`${origin}/w/`) || next === 'about:blank') return true;
          if (isOutside(next)) void Linking.openURL(next);
          return false;
        }}
        renderError={() => <Text>No connection</Text>}
        allowsBackForwardNavigationGestures
        setSupportMultipleWindows={false}
      />
    </View>
  );
}
