/** We refuse to start or to go on, and only a person can change that. The message is one sentence that says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
