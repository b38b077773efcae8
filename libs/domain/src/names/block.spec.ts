import fc from 'fast-check';
import { blockKey } from './block.js';

const blocks = (...names: string[]): string[] => [...new Set(names.map(blockKey))];

describe('the block of a name', () => {
  it('is one for the spellings of one person', () => {
    expect(
      blocks(
        'Ales Bialiatski',
        'Ales Belyatsky',
        'Aliaksandr Bialiatski',
        'Алесь Бяляцкі',
        'Александр Викторович Беляцкий',
        'Bialacki Aleś',
        'BIALIATSKI, Ales',
      ),
    ).toEqual(['bltk-alksndr']);
    expect(blocks('Maria Kolesnikova', 'Maryia Kalesnikava', 'Марыя Калеснікава')).toEqual(['klsnkv-mr']);
    expect(blocks('Siarhei Tsikhanouski', 'Сергей Тихановский', 'Siarhiej Cichanoŭski')).toEqual(['thnvsk-srh']);
    expect(blocks('Mikalai Statkevich', 'Мікола Статкевіч', 'СТАТКЕВИЧ Николай')).toEqual(['sttkvc-mkl']);
  });

  it('parts a father from his son', () => {
    expect(blocks('Viktar Babaryka', 'Eduard Babaryka')).toHaveLength(2);
  });

  it('does not change, because it is written into the keys of the log', () => {
    expect(blocks('Viktar Babaryka')).toEqual(['bbrk-vktr']);
    expect(blocks('Ханна')).toEqual(['hn']);
    expect(blocks('Tomás Emilio Rivas Duarte')).toEqual(['rvs-tmx']);
    expect(blocks('نرگس کریمی')).toEqual(['krm-nrhs']);
    expect(blocks('王小明')).toEqual(['vnhksmnh']);
  });

  it('does not depend on case, look-alike letters, or which name stands first', () => {
    expect(blocks('Вiктар БАБАРЫКА', 'віктар бабарыка', 'Бабарыка Віктар')).toHaveLength(1);
    expect(blocks('Leopold Quist', 'Quist Leopold')).toHaveLength(1);
  });

  it('takes the father’s surname of a Spanish name with two, as its short form has it', () => {
    expect(blocks('Tomás Emilio Rivas Duarte', 'Tomás Emilio Rivas', 'Tomas Rivas')).toHaveLength(1);
  });

  it('has a key for a name without a letter that sounds', () => {
    expect(blocks('', '  ', '()')).toEqual(expect.arrayContaining(['unnamed']));
    expect(blockKey('№ 7')).toMatch(/^[a-z0-9-]+$/);
    expect(blocks('№ 7', '№ 8')).toHaveLength(2);
  });

  it('is always 1 to 40 lower case letters, digits and hyphens', () => {
    for (const unit of ['grapheme', 'binary'] as const) {
      fc.assert(
        fc.property(fc.string({ unit, maxLength: 80 }), (name) => /^[a-z0-9-]{1,40}$/.test(blockKey(name))),
        { numRuns: 2000 },
      );
    }
  });
});
