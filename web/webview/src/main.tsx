/** The WebView begins here. */
import { render } from 'preact';
import { App } from './app.tsx';
import { readBoot } from './boot.ts';
import { arrive } from './data/arrive.ts';
import { loadWords } from './data/words.ts';
import { registerWorker } from './offline/register.ts';
import './style.css';

const boot = readBoot();
const arrival = arrive(boot);
const words = await loadWords(boot.locale, boot.texts);
const root = document.getElementById('app')!;
// In its place the document shows what is to come.
root.replaceChildren();
render(<App boot={boot} words={words} arrival={arrival} />, root);
// The first size that a browser writes takes a slow phone a quarter of a second: rather now, while the
// answer is on its way.
setTimeout(() => words.bytes(0));
registerWorker(boot.worker);
