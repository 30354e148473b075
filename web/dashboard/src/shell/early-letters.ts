/**
 * Letters that are typed after the palette was asked for and before it is there: they are kept for
 * its field, and nothing on the page below gets them.
 */
let kept: string | null = null;

const listen = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Backspace') kept = [...(kept ?? '')].slice(0, -1).join('');
  else if ([...event.key].length === 1) kept = (kept ?? '') + event.key;
};

export function keepLetters(): void {
  if (kept !== null) return;
  kept = '';
  addEventListener('keydown', listen, true);
}

/** Those that were typed; from here on they go where they go. */
export function takeLetters(): string {
  const letters = kept ?? '';
  kept = null;
  removeEventListener('keydown', listen, true);
  return letters;
}
