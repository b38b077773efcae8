/**
 * Three reports on what happened on 13 and 15 December 2025 and after, invented in wording, true in their facts: a wire
 * story, a law firm's note on the licence, and the wire's own corrected version of its story. The sources are invented.
 */
export const WIRE = {
  source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  uri: 'https://wire.example/2025/12/13/belarus-pardons',
  title: 'Belarus pardons 123 prisoners after US eases potash sanctions',
  lang: 'en',
  publishedAt: '2025-12-13T17:40:00Z',
  credit: 'Example Wire',
  body: [
    'Belarusian President Alexander Lukashenko pardoned 123 prisoners on Saturday after the United States eased sanctions on Belarusian potash.',
    'Among those released were Nobel Peace Prize laureate Ales Bialiatski, opposition leader Maria Kolesnikova and former banker Viktar Babaryka.',
    'Bialiatski spent more than 1,600 days in confinement.',
    'More than 430 political prisoners have been freed in Belarus since July 2024, US envoy John Coale said.',
    'The European Union has kept its own sanctions on Belarusian potash, and Minsk hopes that Brussels will ease them too.',
    'Exiled politicians demanded the release of all the others still in prison.',
  ].join(' '),
} as const;

export const NOTE = {
  source: { id: 'example-law', name: 'Example Law LLP', kind: 'law_firm' },
  uri: 'https://law.example/notes/belarus-general-license-13',
  title: 'What Belarus General License 13 does, and what it does not do',
  lang: 'en',
  publishedAt: '2025-12-16T09:00:00Z',
  body: [
    'On December 15, 2025, OFAC issued Belarus General License 13, which authorizes transactions with Belaruskali, Belarusian Potash Company and Agrorozkvit, and with entities that they own 50 percent or more.',
    'The license does not unblock any property, and the three companies remain on the list of blocked persons.',
    'The license has no expiry date.',
  ].join(' '),
} as const;

/** The corrected version: the count of those freed since July 2024 was too high in the first one. */
export const CORRECTED_FIGURE = {
  was: 'More than 430 political prisoners',
  is: 'More than 420 political prisoners',
} as const;

export const correctionOf = (reportId: string) => ({
  ...WIRE,
  body: `${WIRE.body.replace(CORRECTED_FIGURE.was, CORRECTED_FIGURE.is)} This version corrects the number freed since July 2024.`,
  revises: reportId,
});
