/** The dashboard begins here. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { readBoot, type Boot } from './boot.ts';
import { followRefusals } from './data/client.ts';
import { queryClient, sessionQuery } from './data/queries.ts';
import { makeRouter } from './router.tsx';
import './style.css';
import { LanguageContext, loadWords, type Words } from './words.tsx';

const boot = readBoot();
const router = makeRouter(boot);

/** From wherever one is, and back there afterwards. */
const toSignIn = (): void => {
  const { href, pathname } = router.state.location;
  queryClient.clear();
  if (!pathname.startsWith('/sign-in'))
    void router.navigate({ to: '/sign-in', search: { to: href } });
};
followRefusals({
  ended: toSignIn,
  // The guard of the shell leads to the screen of what is missing.
  staged: () => void queryClient.invalidateQueries(sessionQuery).then(() => router.invalidate()),
});

function Dashboard({ boot, first }: { boot: Boot; first: Words }) {
  const [words, setWords] = useState(first);
  return (
    <LanguageContext
      value={{ words, boot, reload: async (member) => setWords(await loadWords(boot, member)) }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageContext>
  );
}

// Without an answer, the screens say so: in the browser's language.
const session = await queryClient.fetchQuery(sessionQuery).catch(() => null);
const words = await loadWords(boot, session?.member ?? null);
createRoot(document.getElementById('app')!).render(<Dashboard boot={boot} first={words} />);
