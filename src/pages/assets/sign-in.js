/*
 * Opens the WebView with the address that was typed. Without it, and wherever it cannot, the form
 * itself leads to a page with the same things.
 */
const { token, locale, webview, wrong } = document.getElementById('sign-in').dataset;
const form = document.querySelector('#sign-in form');
const button = form.querySelector('button');
const KEY = 'hubby.session';

/** A session that cannot be kept would open nothing. */
function canKeep() {
  try {
    sessionStorage.setItem(KEY, 'null');
    return true;
  } catch {
    return false;
  }
}

const ask = () =>
  fetch('/api/webapp/auth/mail', {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mail_token: token, email: form.elements.email.value.trim(), locale }),
  });

async function open() {
  const answer = await ask();
  if (answer.status === 401) return location.replace(wrong);
  if (!answer.ok) return form.submit();
  const { data } = await answer.json();
  const session = {
    token: data.session_token,
    expires_at: data.expires_at,
    ends_at: data.session_ends_at,
  };
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return location.replace(
    `${webview}?${new URLSearchParams({ to: data.to, locale: data.locale })}`,
  );
}

form.addEventListener('submit', (event) => {
  if (!canKeep()) return;
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  open().catch(() => form.submit());
});
// Whoever comes back finds it as it was.
addEventListener('pageshow', () => {
  button.disabled = false;
});
