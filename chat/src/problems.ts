// What can go wrong between the page and the server.
/** The session is over, or there never was one. */
export class SignedOut extends Error {}

/** The server answered with something else than it should. */
export class ServerProblem extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}
