import fc from 'fast-check';
import { isCandidate, similarity } from './similarity.js';

const BIALIATSKI = [
  'Ales Bialiatski',
  'Ales Belyatsky',
  'Aliaksandr Bialiatski',
  'Алесь Бяляцкі',
  'Александр Беляцкий',
  'Aleś Bialacki',
  'Олесь Біляцький',
  'Bialiatski, Ales',
  'Беляцкий Александр Викторович',
];
const KOLESNIKOVA = ['Maria Kolesnikova', 'Maryia Kalesnikava', 'Марыя Калеснікава', 'Maryja Kaleśnikava'];
const BABARYKA = ['Viktar Babaryka', 'Viktor Babariko', 'Вiктар БАБАРЫКА', 'Wiktar Babaryka'];
const OTHERS = ['Eduard Babaryka', 'Maria Kolesnikov', 'Siarhei Tsikhanouski', 'Sviatlana Tsikhanouskaya'];

const pairs = (names: readonly string[]): [string, string][] =>
  names.flatMap((one, at) => names.slice(at + 1).map((other): [string, string] => [one, other]));

describe('two names that could be one person’s', () => {
  it.each([...pairs(BIALIATSKI), ...pairs(KOLESNIKOVA), ...pairs(BABARYKA)])('%s, %s', (one, other) => {
    expect(isCandidate(one, other)).toBe(true);
  });

  it.each([
    ['Siarhei Tsikhanouski', 'Siarhiej Leanidavič Cichanoŭski', 'a patronymic may be left out'],
    ['Vasil Petrovich Zubko', 'Vasily Piatrovich Zubka', 'a patronymic is spelled as names are'],
    ['Alena Taukachova', 'Elena Tolkacheva', 'the Russian l is the Belarusian ў'],
    ['A. V. Bialiatski', 'Ales Bialiatski', 'initials stand for the given name'],
    ['Viktor (Viktar) ZIMIN', 'Viktar ZIMIN', 'a second spelling stands in brackets'],
    ['Darya ZARUBA (SHYLA)', 'Darya SHYLA', 'another surname stands in brackets'],
    ['Mikalai VARONA/VERANA', 'Mikalai Verana', 'a second spelling stands behind a slash'],
    ['Juan Tomás Rivas', 'Juan Tomas Rivas Duarte', 'a second surname may be left out'],
    ['Daw Mya Thiri Zaw', 'Mya Thiri Zaw', 'a title is no name'],
    ['Nargis Karimi', 'Nargess Karimi', 'doubled letters say nothing'],
    ['Sukarno', 'SUKARNO', 'a name may be one word'],
    ['王小明', '王小明', 'a name may be in any script'],
    ['王小明', 'Wang Xiaoming', 'a surname of one sign comes first in Chinese'],
    ['Đặng Văn Thắng', 'Dang Van Thang', 'marks may be left out'],
    ['Gülnarə Qəhrəmanova', 'Gulnara Gahramanova', 'Azerbaijani letters sound otherwise in English'],
    ['Azizjan Toktorov', 'Азизжан Токторов', 'the j of Central Asia is ж'],
    ['Yusuf al-Qadri', 'Youssef Al Qadri', 'an article is written in many ways'],
    ['Huda al-Khatib', 'Huda Alkhatib', 'or together with the name'],
    ['Salim Abd el-Karim', 'Saleem Abdulkarim', 'a servant’s name is one word, two or three'],
    ['Yusuf Abdel Karim', 'يوسف عبد الكريم', 'Arabic letters have few vowels'],
    ['Parvin Sotoudeh', 'پروین ستوده', 'Persian ones too'],
  ])('%s, %s (%s)', (one, other, _why) => {
    expect(isCandidate(one, other)).toBe(true);
    expect(isCandidate(other, one)).toBe(true);
  });
});

describe('two names that are two people’s', () => {
  it.each([
    ['Maria Kolesnikova', 'Maria Kolesnikov', 'a man’s surname is not a woman’s'],
    ['Kolesnikova', 'Kolesnikov', 'the same without given names'],
    ['Siarhei Tsikhanouski', 'Siarhei Tsikhanouskaya', 'the same for adjectives'],
    ['Viktar Babaryka', 'Eduard Babaryka', 'father and son'],
    ['Kolesnikova', 'Maria Kolesnikova', 'a surname alone is anybody’s'],
    ['Ivan Petrovich Zubko', 'Ivan Pavlovich Zubko', 'two fathers'],
    ['Anna Zubko', 'Yana Zubko', 'two given names that sound alike'],
    ['Vera Zubko', 'Varvara Zubko', 'a full name is not another’s short form'],
    ['Valery Zubko', 'Valeria Zubko', 'a man’s name is not a woman’s'],
    ['Ihar Kazlou', 'Ihar Kazlouski', 'two surnames with one beginning'],
    ['Ivan Zimin', 'Ivan Zimovich', 'the same'],
    ['Mya Thiri', 'Mya Thiri Zaw Lin', 'half of a name'],
    ['Rosa Rivas Duarte', 'Rosa Rivas Pineda', 'two second surnames'],
    ['', 'Ales Bialiatski', 'nobody'],
    ['Amin al-Qadri', 'Amina al-Qadri', 'a man’s name is not a woman’s in Arabic'],
    ['Yusuf al-Qadri', 'Yasir al-Qadri', 'one surname with its article'],
    ['Yusuf al-Qadri', 'Yusuf al-Khatib', 'one given name, and an article'],
    ['يوسف القادري', 'Yusuf al-Khatib', 'the same in two scripts'],
    ['al-Qadri', 'Al Qadri al-Khatib', 'one word is no name'],
  ])('%s, %s (%s)', (one, other, _why) => {
    expect(isCandidate(one, other)).toBe(false);
    expect(isCandidate(other, one)).toBe(false);
  });
});

describe('similarity', () => {
  const anyName = fc.oneof(
    fc.constantFrom(...BIALIATSKI, ...KOLESNIKOVA, ...BABARYKA, ...OTHERS),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .array(fc.constantFrom('ivan', 'alena', 'zubko', 'a', 'petrovich', 'taukach', 'tolkach', 'kim'), { maxLength: 5 })
      .map((all) => all.join(' ')),
  );

  it('is between 0 and 1, the same both ways, and 1 for a name and itself', () => {
    const holds = (one: string, other: string): boolean => {
      const alike = similarity(one, other);
      return alike >= 0 && alike <= 1 && alike === similarity(other, one) && similarity(one, one) === 1;
    };
    fc.assert(fc.property(anyName, anyName, holds), { numRuns: 1500 });
  });
});
