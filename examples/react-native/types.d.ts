/**
 * What EsimScreen.tsx uses of react, react-native and react-native-webview, so that it is checked
 * here without them. In your app their own types take this file's place.
 */
declare module 'react' {
  export function useState<T>(initial: T): [T, (next: T) => void];
  export function useEffect(effect: () => void | (() => void), inputs: readonly unknown[]): void;
  export function useCallback<F>(call: F, inputs: readonly unknown[]): F;
  export function useRef<T>(initial: T | null): { current: T | null };
}
declare module 'react/jsx-runtime' {
  export namespace JSX {
    type Element = object;
    type ElementClass = object;
    interface ElementAttributesProperty {
      props: object;
    }
    interface ElementChildrenAttribute {
      children: object;
    }
    interface IntrinsicElements {}
  }
  export const jsx: unknown;
  export const jsxs: unknown;
}
declare module 'react-native' {
  export const Platform: { OS: 'ios' | 'android'; Version: string | number };
  export const Linking: { openURL(url: string): Promise<unknown> };
  export const BackHandler: {
    addEventListener(name: 'hardwareBackPress', on: () => boolean): { remove(): void };
  };
  export function ActivityIndicator(props: object): object;
  export function Button(props: { title: string; onPress(): void }): object;
  export function Text(props: { children: string }): object;
  export function View(props: { style: { flex: number }; children: object }): object;
}
declare module 'react-native-webview' {
  export type WebViewMessageEvent = { nativeEvent: { data: string; url: string } };
  type Props = {
    ref: { current: WebView | null };
    source: { uri: string };
    originWhitelist: string[];
    onMessage(event: WebViewMessageEvent): void;
    onShouldStartLoadWithRequest(request: { url: string }): boolean;
    renderError(): object;
    allowsBackForwardNavigationGestures?: boolean;
    setSupportMultipleWindows?: boolean;
  };
  export class WebView {
    constructor(props: Props);
    props: Props;
    injectJavaScript(script: string): void;
  }
}
