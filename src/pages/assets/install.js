/* Copies codes with a tap. Without it they stand there to be selected. */
const said = document.getElementById('said');

function copyOldWay(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  return document.execCommand('copy');
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    // Not offered on insecure origins and in some apps.
    return copyOldWay(source);
  }
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = document.getElementById(button.dataset.copy);
  // The address of this page stands nowhere on it.
  if (button.dataset.copy === 'address') source.textContent = location.href;
  button.hidden = false;
  button.addEventListener('click', async () => {
    source.hidden = false;
    said.textContent = '';
    said.textContent = (await copy(source)) ? said.dataset.copied : said.dataset.selected;
  });
}

// An iPad says that it is a Mac; no Mac is touched.
const tablet = document.querySelector('a[data-touch]');
if (tablet !== null && navigator.maxTouchPoints > 0 && /Macintosh/.test(navigator.userAgent))
  location.replace(tablet.href);
