import { skeletonOf, soundOf, withoutClosingL } from './sound.js';

const sounds = (...words: string[]): Set<string> => new Set(words.map((word) => soundOf(word)));

describe('how a word sounds', () => {
  it('gives Belarusian, Russian and English spellings of a surname one sound', () => {
    expect(sounds('bialiatski', 'belyatsky', 'беляцкий', 'бяляцкі', 'bialacki')).toEqual(new Set(['balatki']));
    expect(sounds('kolesnikova', 'kalesnikava', 'калеснікава', 'колесникова')).toEqual(new Set(['kalasnikava']));
    expect(sounds('tsikhanouski', 'tikhanovsky', 'ціханоўскі', 'тихановский')).toEqual(new Set(['tihanavski']));
  });

  it('takes c for ц and ch for х only in the Polish way of spelling', () => {
    expect(soundOf('cichanoŭski', true)).toBe('tihanavski');
    expect(soundOf('chernov', false)).toBe(soundOf('чернов'));
    expect(soundOf('marcus', false)).toBe('markus');
  });

  it('hears the Belarusian ў in a u between a vowel and a consonant, and a vowel in any other', () => {
    expect(sounds('barouski', 'baroŭski', 'боровский', 'бароўскі')).toEqual(new Set(['baravski']));
    expect(soundOf('busel')).toBe('busal');
    expect(sounds('kliuchnik', 'клюшник').size).toBe(2);
  });

  it('keeps the glide of Yana, which is not Anna', () => {
    expect(soundOf('yana')).not.toBe(soundOf('anna'));
    expect(sounds('yana', 'jana', 'яна')).toEqual(new Set(['yana']));
  });

  it('writes other scripts in Latin letters first', () => {
    expect(soundOf('მზია')).toBe(soundOf('mzia'));
    expect(soundOf('παύλος')).toBe(soundOf('paylos'));
    expect(soundOf('အောင်')).toMatch(/^[a-z]+$/);
    expect(soundOf('123')).toBe('');
  });

  it('leaves consonants and the first vowel in a skeleton', () => {
    expect(skeletonOf(soundOf('kolesnikova'))).toBe('klsnkv');
    expect(skeletonOf(soundOf('yarmolenka'))).toBe(skeletonOf(soundOf('ермоленко')));
    expect(skeletonOf(soundOf('тоўк'))).toBe(skeletonOf(soundOf('толк')));
    expect(skeletonOf(soundOf('унукаў'))).toBe(skeletonOf(soundOf('внуков')));
  });

  it('puts v for an l only where the l closes a syllable inside the word', () => {
    expect(withoutClosingL('talk')).toBe('tavk');
    expect(withoutClosingL('saklavski')).toBe('saklavski');
    expect(withoutClosingL('hahal')).toBe('hahal');
    expect(withoutClosingL('talkalkin')).toBe('tavkavkin');
  });
});
