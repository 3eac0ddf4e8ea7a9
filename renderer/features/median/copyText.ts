/**
 * Puts words on the clipboard; false when it did not take them. The page has no permission for the asynchronous clipboard and
 * needs none: a copy that the reader asked for is filled in by the page itself.
 */
export const copyText = (text: string): boolean => {
  let taken = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', fill, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', fill);
  return done && taken;
};
