/** Has the service worker of this page run, where the browser has any. */

type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
};

/** The policy of the page lets no script be loaded from a bare string; this one names one file. */
function scriptAddress(url: string): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes;
  if (policies === undefined) return url;
  const policy = policies.createPolicy('hubby-worker', {
    createScriptURL: (asked) => (asked === url ? asked : ''),
  });
  return policy.createScriptURL(url);
}

export function registerWorker(url: string): void {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register(scriptAddress(url), { scope: '/w/' }).catch(() => {
    // Private windows and some in-app browsers refuse it; the page works without.
  });
}
