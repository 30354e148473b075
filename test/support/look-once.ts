/**
 * `isStopping` of a worker that looks for work once and ends what it has taken. One that is held up
 * goes on looking, and would take back what a test lets another take over.
 */
export function lookOnce(): () => boolean {
  let hasLooked = false;
  return () => {
    const is = hasLooked;
    hasLooked = true;
    return is;
  };
}
