// The API reference: shows the document, and signs what "Test Request" sends. Keys stay in this page's memory.
'use strict';
(() => {
  const key = { api_key: '', api_secret: '', operator_token: '' };
  const form = document.getElementById('key-form');
  const state = document.getElementById('key-state');

  const tell = (name) => {
    const parts = [];
    if (key.api_key !== '' && key.api_secret !== '') parts.push(`signed as ${name ?? key.api_key}`);
    if (key.operator_token !== '') parts.push('with an operator token');
    state.textContent = parts.length === 0 ? 'without a key' : parts.join(', ');
  };

  const hex = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  /** Version 1: HMAC-SHA256(secret, timestamp + METHOD + target). */
  const sign = async (text) => {
    const bytes = (value) => new TextEncoder().encode(value);
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const secret = await crypto.subtle.importKey('raw', bytes(key.api_secret), algorithm, false, [
      'sign',
    ]);
    return hex(await crypto.subtle.sign('HMAC', secret, bytes(text)));
  };

  /** Only what goes to this server is signed, and only where nothing else says who calls. */
  const signedFetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== location.origin || !url.pathname.startsWith('/api/')) return fetch(request);
    const headers = new Headers(request.headers);
    const isOperator = url.pathname.startsWith('/api/operator/');
    if (isOperator && key.operator_token !== '' && !headers.has('authorization'))
      headers.set('authorization', `Bearer ${key.operator_token}`);
    if (!isOperator && key.api_key !== '' && !headers.has('authorization')) {
      const timestamp = String(Date.now());
      headers.set('x-api-key', key.api_key);
      headers.set('x-timestamp', timestamp);
      headers.set(
        'x-signature',
        await sign(timestamp + request.method + url.pathname + url.search),
      );
    }
    return fetch(new Request(request, { headers }));
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const name of Object.keys(key)) key[name] = form.elements[name].value.trim();
    tell();
    if (key.api_key !== '' && !globalThis.crypto?.subtle)
      state.textContent = 'cannot be signed here: browsers sign on https and on this machine only';
    else document.getElementById('key').open = false;
  });

  /** Answered on the machine that the server runs on, and there only. */
  const fillIn = async () => {
    const response = await fetch('/docs/demo-key', { headers: { accept: 'application/json' } });
    if (!response.ok) return;
    const demo = await response.json();
    Object.assign(key, { api_key: demo.api_key, api_secret: demo.api_secret });
    form.elements.api_key.value = demo.api_key;
    form.elements.api_secret.value = demo.api_secret;
    tell(demo.name);
  };

  const show = async () => {
    await fillIn().catch(() => {});
    const document_ = await (await fetch('/docs/reference.json')).json();
    Scalar.createApiReference('#content', {
      content: document_,
      customFetch: signedFetch,
      theme: 'none',
      withDefaultFonts: false,
      telemetry: false,
      persistAuth: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      hideModels: true,
      hiddenClients: true,
      documentDownloadType: 'none',
      agent: { disabled: true },
      mcp: { disabled: true },
    });
  };
  void show();
})();
