/**
 * `/w/__states/`: every state of every screen, to be looked at and walked through by tests. Outside
 * production only; the screens are the real ones, what the API would say is made up here.
 */
import { render } from 'preact';
import { App } from '../app.tsx';
import { readBoot, type Boot } from '../boot.ts';
import { arrive } from '../data/arrive.ts';
import { keepSession } from '../data/session.ts';
import { loadWords } from '../data/words.ts';
import { keepDashboard } from '../offline/kept.ts';
import { inDays } from './sample.ts';
import { STATES, type Said, type State } from './states.ts';
import '../style.css';

const root = document.getElementById('app')!;
const boot = readBoot();
const name = location.pathname.slice(boot.base.length).split('/')[0]!;
const state = STATES[name];

if (state === undefined) {
  root.replaceChildren();
  render(
    <main class="column">
      <h1>States</h1>
      <ul class="rows">
        {Object.keys(STATES).map((one) => (
          <li key={one}>
            <a href={`${boot.base}${one}/`} data-state={one}>
              <span>{one}</span>
            </a>
          </li>
        ))}
      </ul>
    </main>,
    root,
  );
} else await show(name, state);

async function show(name: string, state: State): Promise<void> {
  const base = `${boot.base}${name}/`;
  const own: Boot = { ...boot, base, hasStore: true, device: { ...boot.device, ...state.device } };
  const words = await loadWords(boot.locale, boot.texts);
  if (state.dashboard === 'ended') keepSession(null);
  else keepSession({ token: 'state', expires_at: inDays(1), ends_at: inDays(1) });
  if (typeof state.dashboard === 'object' && state.said?.['GET dashboard'] === 'offline')
    await keepDashboard(base, state.dashboard);
  const real = window.fetch;
  window.fetch = (input, init) => {
    const url = new URL(String(input), location.href);
    const path = url.pathname.replace('/api/webapp/me/', '');
    return path === url.pathname
      ? real(input, init)
      : answer(saidOf(state, `${init?.method ?? 'GET'} ${path}`, boot.locale));
  };
  history.replaceState(null, '', base + (state.at === 'home' ? '' : state.at) + location.search);
  root.replaceChildren();
  render(<App boot={own} words={words} arrival={arrive(own)} />, root);
  if (state.tap !== undefined) tapWhenThere(state.tap);
}

function saidOf(state: State, call: string, locale: string): Said {
  const said = state.said?.[call];
  if (said !== undefined) return said;
  if (call !== 'GET dashboard') return { type: 'not_found', status: 404 };
  return typeof state.dashboard === 'object' ? { data: { ...state.dashboard, locale } } : 'offline';
}

function answer(said: Said): Promise<Response> {
  if (said === 'wait') return new Promise(() => {});
  if (said === 'offline') return Promise.reject(new TypeError('offline'));
  return Promise.resolve(
    'data' in said
      ? Response.json({ success: true, data: said.data })
      : Response.json(
          { success: false, error: { type: said.type, message: '' } },
          { status: said.status },
        ),
  );
}

function tapWhenThere(selector: string): void {
  const found = root.querySelector<HTMLElement>(selector);
  if (found === null) setTimeout(() => tapWhenThere(selector), 20);
  else found.click();
}
