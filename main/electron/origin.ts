/** The one address that our pages live at. Everything that speaks to main must come from here. */
export const scheme = 'app';
export const host = 'einthoven';
export const origin = `${scheme}://${host}`;

/** True when a URL is of our own scheme and host. Parsed, never compared by prefix: `app://einthoven.evil` is not ours. */
export const isOurUrl = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === `${scheme}:` && parsed.host === host;
};
