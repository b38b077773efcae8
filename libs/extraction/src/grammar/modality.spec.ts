import { segment } from '../text/segment.js';
import { modalityOf } from './modality.js';
import { predicationsOf } from './predication.js';

/** The modality of the first release or easing in a sentence. */
function modalityIn(text: string): string | undefined {
  const sentence = segment(text).sentences[0]!;
  const predication = predicationsOf(sentence).find(({ acts }) => acts.includes('release') || acts.includes('ease'))!;
  return modalityOf(sentence, predication);
}

describe('what a sentence says of an act', () => {
  it.each([
    ['Minsk released 52 people.', 'performed'],
    ['Minsk is releasing 52 people.', 'ongoing'],
    ['The 52 people who were released in May are well.', 'background'],
    ['Minsk had released 52 people.', 'background'],
    ['Minsk will release 52 people.', 'announced'],
    ['Minsk agreed to release 52 people.', 'announced'],
    ['Minsk announced the release of 52 people.', 'performed'],
    ['Minsk began to release 52 people.', 'performed'],
    ['Minsk could release 52 people.', 'conditional'],
    ['Minsk is considering releasing 52 people.', 'conditional'],
    ['We hope that Minsk will release 52 people.', 'conditional'],
    ['Minsk should release 52 people.', 'demanded'],
    ['The EU urged Minsk to immediately release 52 people.', 'demanded'],
    ['Minsk has to act first and release 52 people.', 'demanded'],
    ['Minsk refused to release 52 people.', 'refused'],
    ['Minsk will not release 52 people.', 'refused'],
    ['Minsk has not released 52 people.', 'denied'],
    ['The ministry denied that Minsk had released 52 people.', 'denied'],
    ['Rumours that Minsk would release 52 people spread.', 'rumoured'],
    ['Efforts to release 52 people go on.', undefined],
    ['Has Minsk released 52 people?', undefined],
    ['Removing sanctions will help.', undefined],
    ['Removing sanctions would help.', 'conditional'],
    ['The release of 52 people would be a first step.', 'conditional'],
    ['The release of 52 people could ease the talks.', 'conditional'],
    ['The release of 52 people must come first.', 'demanded'],
    ['The release of 52 people will begin on Monday.', 'announced'],
    ['The release of 52 people will be welcomed by all.', 'performed'],
    ['The removal of sanctions shall not affect pending cases.', undefined],
    ['The envoy said: "Release the 52 people."', 'demanded'],
    ['Free the 52 people now!', 'demanded'],
  ])('%s', (text, modality) => {
    expect(modalityIn(text)).toBe(modality);
  });
});
