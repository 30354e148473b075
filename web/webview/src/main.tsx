/** The WebView begins here. */
import { render } from 'preact';
import { App } from './app.tsx';
import { readBoot } from './boot.ts';
import { loadWords } from './data/words.ts';
import { registerWorker } from './offline/register.ts';
import './style.css';

const boot = readBoot();
const words = await loadWords(boot.locale, boot.texts);
render(<App boot={boot} words={words} />, document.getElementById('app')!);
registerWorker(boot.worker);
