/** A question and part of its answer, in the story that test/golden tells; a test asks it and compares. */
export interface Example {
  readonly ask: string;
  readonly answer: object;
}
