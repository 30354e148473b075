// HubbyWebView.mount(element, { url, title, getToken, onMessage }) shows the WebView in a frame.
window.HubbyWebView = {
  mount(element, { url, title = 'eSIM', getToken, onMessage }) {
    const { origin } = new URL(url);
    const frame = document.createElement('iframe');
    const post = (message) => frame.contentWindow?.postMessage({ hubby: 1, ...message }, origin);
    let answered = 0;
    const listen = async ({ source, origin: from, data }) => {
      if (source !== frame.contentWindow || from !== origin || data?.hubby !== 1) return;
      if (data.type === 'height')
        frame.style.height = `${Math.min(Math.max(data.height | 0, 320), 20000)}px`;
      onMessage?.(data);
      // A token that is refused would be asked for again at once, for ever.
      if (data.type !== 'needs-token' || !getToken || Date.now() - answered < 5000) return;
      answered = Date.now();
      post({ type: 'token', redirect_token: await getToken() });
    };
    addEventListener('message', listen);
    // The frame may know who shows it, and nothing of the page's address.
    frame.referrerPolicy = 'strict-origin';
    frame.allow = 'clipboard-write';
    frame.title = title;
    frame.style.cssText = 'display:block;width:100%;height:640px;border:0';
    frame.src = url;
    element.append(frame);
    return {
      frame,
      back: () => post({ type: 'back' }),
      remove() {
        removeEventListener('message', listen);
        frame.remove();
      },
    };
  },
};
