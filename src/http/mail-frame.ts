/**
 * A mail is shown apart from everything, in a frame: no script, no form, no origin; its own styles
 * and the images of this server only. Its links open beside it.
 */

/** `baseUrl`: what images of ours in mails are addressed by. */
export const mailFrame = (html: string, baseUrl: string) => ({
  html: html.replace(/<head>/i, '<head><base target="_blank">'),
  headers: {
    'content-security-policy': `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self' ${new URL(baseUrl).origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`,
    'x-frame-options': 'SAMEORIGIN',
  },
});
