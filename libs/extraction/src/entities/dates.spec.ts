import { segment } from '../text/segment.js';
import { datesOf, yearOf } from './dates.js';

const read = (text: string, publishedAt: string | undefined = '2025-12-13T18:00:00Z'): unknown[] =>
  datesOf(text, segment(text).sentences[0]!, { publishedAt }).map(({ edtf, bound }) =>
    bound ? `${bound} ${edtf}` : edtf,
  );

describe('dates, to the precision that the text gives', () => {
  it.each([
    ['It was on December 15, 2025.', '2025-12-15'],
    ['It was on 11 September.', '2025-09-11'],
    ['It happened on Saturday.', '2025-12-13'],
    ['It happened on Thursday.', '2025-12-11'],
    ['It happened yesterday.', '2025-12-12'],
    ['It happened in November.', '2025-11'],
    ['It happened in July last year.', '2024-07'],
    ['It happened last year.', '2024'],
    ['It happened in 2021.', '2021'],
    ['It happened last month.', '2025-11'],
    ['It happened last week.', '2025-12-01/2025-12-07'],
    ['It happened five years ago.', '2020'],
    ['So it has been since July 2024.', 'since 2024-07'],
    ['So it stays until 8 October 2026.', 'until 2026-10-08'],
  ])('%s', (text, edtf) => {
    expect(read(text)).toEqual([edtf]);
  });

  it.each([['He got five years.'], ['Two days later it was over.'], ['They may come.']])('none in: %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('reads only whole dates of a report without a day', () => {
    const text = 'It happened on Saturday and on 15 December 2025.';
    expect(datesOf(text, segment(text).sentences[0]!, {}).map(({ edtf }) => edtf)).toEqual(['2025-12-15']);
  });

  it('takes the year of a report on a year from its title', () => {
    const year = yearOf('2022 Report on Prisons: Ruritania');
    const text = 'It happened on February 9.';
    const [date] = datesOf(text, segment(text).sentences[0]!, { publishedAt: '2023-03-20', year });
    expect(date).toMatchObject({ edtf: '2022-02-09', yearless: true });
    expect(yearOf('Ruritania frees ten')).toBeUndefined();
  });
});
