/* The browser's part: asks this site's own server for a token, never Hubby. */
const post = async (path, body = {}) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error);
  return data;
};
const by = (id) => document.getElementById(id);

by('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const { name } = await post('/sign-in', { name: by('name').value });
    const { redirect_url: url } = await post('/esim-token');
    by('said').textContent = `Signed in as ${name}`;
    by('sign-in').hidden = true;
    by('open').hidden = false;
    window.HubbyWebView.mount(by('esim'), {
      url,
      title: 'Mobile data for your trip',
      getToken: async () => (await post('/esim-token')).redirect_token,
      onMessage: ({ type }) => {
        document.body.dataset.heard = `${document.body.dataset.heard ?? ''} ${type}`.trim();
      },
    });
  } catch (error) {
    by('said').textContent =
      error.message === 'user_not_found' ? 'No trip is booked for you yet.' : 'Please try again.';
  }
});

by('open').addEventListener('click', async (event) => {
  event.preventDefault();
  // A token is made when it is needed: it lives for five minutes and opens one session.
  location.assign((await post('/esim-token')).redirect_url);
});
