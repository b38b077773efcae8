import fc from 'fast-check';
import { foldName, personId } from './fold.js';
import { script } from './script.js';

describe('the normal spelling of a name', () => {
  it('is one for all cases, spaces, apostrophes and hyphens', () => {
    expect(foldName('  Ales\u00A0 BIALIATSKI ')).toBe('ales bialiatski');
    expect(foldName('Дар’я Лук`янава')).toBe(foldName("дар'я лукʼянава"));
    expect(foldName('Anna Zaruba–Sokal')).toBe('anna zaruba-sokal');
    expect(foldName('Мико\u0301ла')).toBe('микола');
  });

  it('writes a Cyrillic word with Latin look-alikes in Cyrillic, and the other way round', () => {
    expect(foldName('Вiктар Бабарыкa')).toBe('віктар бабарыка');
    expect(foldName('ВІКТАР БAБAРЫКA')).toBe('віктар бабарыка');
    expect(foldName('Міĸалай')).toBe('мікалай');
    expect(foldName('Mаriа Kоlesnikova')).toBe('maria kolesnikova');
  });

  it('judges a word of look-alikes alone by the rest of the name', () => {
    expect(foldName('Пётр CAXAPOB')).toBe('пётр сахаров');
    expect(foldName('Piotr СОВА')).toBe('piotr coba');
    expect(foldName('COBA')).toBe('coba');
  });

  it('leaves letters that only one language has, and other scripts, alone', () => {
    expect(foldName('Ѓорѓи Ќосев')).toBe('ѓорѓи ќосев');
    expect(foldName('Αλέξης Παππάς')).toBe('αλέξης παππάς');
    expect(foldName('Łukasz Żaba')).toBe('łukasz żaba');
  });

  it('changes nothing when folded again', () => {
    const letters = fc.constantFrom(...'aABcCeikKmoOpтТаАвВсСеЕіІкКоОрРуУхХжЖzZżŁĸο\u0301ёйѓ \u200B’-(,/'.split(''));
    const names = fc.array(letters, { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(names, (name) => foldName(foldName(name)) === foldName(name)),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => foldName(foldName(name)) === foldName(name)),
      { numRuns: 1000 },
    );
  });
});

describe('the id of a person', () => {
  it('is one for spellings that differ in case, spaces or look-alikes only', () => {
    const id = personId('BY', 'Мікалай Статкевіч');
    expect(personId('BY', 'МIКАЛАЙ  CTATKEBIЧ')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
  });

  it('is another for another spelling and for another country', () => {
    expect(personId('BY', 'Mikalai Statkevich')).not.toBe(personId('BY', 'Nikolai Statkevich'));
    expect(personId('BY', 'Mikalai Statkevich')).not.toBe(personId('RU', 'Mikalai Statkevich'));
  });
});

describe('the script of a name', () => {
  it.each([
    ['Siarhei Tsikhanouski', 'Latn'],
    ['Łarysa Šymko', 'Latn'],
    ['Сяргей Ціханоўскі', 'Cyrl'],
    ['Cяpгeй Цiхaнoўскi', 'Cyrl'],
    ['نرگس کریمی', 'Arab'],
    ['အောင်မင်း', 'Mymr'],
    ['王小明', 'Hani'],
    ['さくら 花', 'Jpan'],
    ['ნინო', 'Geor'],
    ['김민수', 'Hang'],
    ['123', 'Zyyy'],
    ['', 'Zyyy'],
  ])('of %s is %s', (name, code) => {
    expect(script(name)).toBe(code);
  });
});
