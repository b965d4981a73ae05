// How long to wait before trying again.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait after so many failures in a row. Half of it is random, so that the browsers of everyone who lost
 * the same server don't all come back in the same instant; half is not, so that none comes back at once.
 */
export function backoff(failures: number, random: () => number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return most / 2 + (random() * most) / 2;
}
