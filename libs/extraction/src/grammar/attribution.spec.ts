import { told } from '../testing/told.js';

const assertedBy = (text: string): unknown => told(text)[0]?.assertedBy;

describe('who says so', () => {
  it.each([
    ['Belarus freed 52 prisoners.', { how: 'own_account' }],
    [
      'John Coal, the U.S. envoy, said that Belarus had freed 52 prisoners.',
      { how: 'quotes', name: 'John Coal', role: 'the U.S. envoy' },
    ],
    ['"Belarus has freed 52 prisoners," said envoy John Coal.', { how: 'quotes', name: 'John Coal', role: 'envoy' }],
    ['According to Viasna, Belarus has freed 52 prisoners.', { how: 'quotes', name: 'Viasna' }],
    ['Belarus has freed 52 prisoners, officials said.', { how: 'cites_unnamed', role: 'officials' }],
    ['Belarus has reportedly freed 52 prisoners.', { how: 'cites_unnamed' }],
    ['Secretary Ann Roe: “Belarus has freed 52 prisoners.”', { how: 'quotes', name: 'Secretary Ann Roe' }],
  ])('%s', (text, by) => {
    expect(assertedBy(text)).toEqual(by);
  });

  it('names no relatives', () => {
    expect(assertedBy('The Lis Family: “Belarus has freed 52 prisoners.”')).toEqual({ how: 'cites_unnamed' });
    expect(assertedBy('His wife, Alena Lis, said that Belarus had freed 52 prisoners.')).toEqual({
      how: 'cites_unnamed',
    });
  });
});
