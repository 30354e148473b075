/* Solves the challenge of the page and sends the form again. Without it the page says when to try again. */
import { solveChallenge } from '/assets/altcha/pow.js';
import { deriveKey } from '/assets/altcha/algorithms/web/pbkdf2.js';

const form = document.getElementById('proof-form');
const checking = document.getElementById('checking');
const wait = document.getElementById('wait');
const button = form.querySelector('button');

function show(isChecking) {
  checking.hidden = !isChecking;
  // Said when it appears: a live region that was full from the start is not read out.
  checking.textContent = isChecking ? checking.dataset.text : '';
  wait.hidden = isChecking;
  button.hidden = isChecking;
}

// Browsers offer the needed function on secure origins only.
if (globalThis.crypto?.subtle !== undefined) {
  show(true);
  try {
    const challenge = JSON.parse(form.dataset.challenge);
    const solution = await solveChallenge({ challenge, deriveKey });
    if (solution === null) throw new Error('no solution in time');
    form.elements.proof.value = btoa(
      JSON.stringify({
        challenge,
        solution: { counter: solution.counter, derivedKey: solution.derivedKey },
      }),
    );
    form.submit();
  } catch {
    show(false);
  }
}
