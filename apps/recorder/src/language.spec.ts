import { englishOf } from './language.js';

const ENGLISH = 'Belarus pardoned 123 prisoners on Saturday after a visit of an envoy of the United States.';
const RUSSIAN = 'Президент Беларуси помиловал 123 заключённых после визита посланника Соединённых Штатов.';
const POLISH = 'Prezydent Białorusi ułaskawił 123 więźniów po wizycie wysłannika Stanów Zjednoczonych.';

describe('the language of a report that does not say it', () => {
  it.each([
    [ENGLISH],
    ['Belarus pardoned 123 prisoners.'],
    ['Freed: Bialiatski, Kolesnikova, Babaryka, Znak, Ziankou'],
    ['OFAC issues Belarus General License 13'],
    ['Siarhei Tsikhanouski and Ihar Losik met Sviatlana Tsikhanouskaya in Vilnius.'],
    ['U.S. eases sanctions on Belaruskali, Belarusian Potash Company'],
  ])('is English: %s', (body) => {
    expect(englishOf(body, undefined)).toEqual({ text: body });
  });

  it.each([
    ['ru', RUSSIAN],
    ['pl', POLISH],
    ['be', 'Прэзідэнт Беларусі памілаваў 123 чалавекі, сярод іх вядомага праваабаронцу.'],
    ['uk', 'Президент Білорусі помилував 123 в’язнів після візиту посланника Сполучених Штатів.'],
    ['lt', 'Baltarusijos prezidentas suteikė malonę 123 kaliniams po pasiuntinio vizito.'],
    ['de', 'Der Präsident von Belarus hat 123 Gefangene begnadigt.'],
    ['fr', 'Le président de la Biélorussie a gracié 123 prisonniers samedi.'],
    ['ar', 'أفرجت السلطات عن مئة وثلاثة وعشرين سجينا يوم السبت'],
    ['es', 'El gobierno de Nicaragua liberó a 135 presos políticos el jueves tras un acuerdo con Washington.'],
    ['tr', 'Hükümet perşembe günü Washington ile varılan anlaşmanın ardından 135 siyasi mahkumu serbest bıraktı.'],
    ['fa', 'دولت روز پنجشنبه پس از توافق با واشنگتن ۱۳۵ زندانی سیاسی را آزاد کرد.'],
    ['zh', '政府周四在与华盛顿达成协议后释放了135名政治犯，其中包括一名诺贝尔奖得主，他们随后被送往邻国。'],
    ['vi', 'Chính phủ đã trả tự do cho 135 tù nhân chính trị hôm thứ Năm sau một thỏa thuận với Washington.'],
    ['ka', 'მთავრობამ ხუთშაბათს ვაშინგტონთან შეთანხმების შემდეგ 135 პოლიტპატიმარი გაათავისუფლა.'],
    ['my', 'အစိုးရသည် ကြာသပတေးနေ့တွင် နိုင်ငံရေးအကျဉ်းသား ၁၃၅ ဦးကို လွှတ်ပေးခဲ့သည်။'],
    ['am', 'መንግሥት ሐሙስ ዕለት ከዋሽንግተን ጋር ከተደረሰው ስምምነት በኋላ 135 የፖለቲካ እስረኞችን ፈታ።'],
  ])('is %s: %s', (language, body) => {
    expect(englishOf(body, undefined)).toEqual({ reason: `Reads English only; this looks like ${language}.` });
  });
});

describe('the language of a report that says it', () => {
  it('is believed, in whatever spelling of English, and of others', () => {
    for (const given of ['en', 'EN-gb', 'eng']) expect(englishOf(ENGLISH, given)).toEqual({ text: ENGLISH });
    expect(englishOf(RUSSIAN, 'ru')).toEqual({ reason: 'Reads English only; this is ru.' });
    expect(englishOf('Minsk, 123.', 'pl')).toEqual({ reason: 'Reads English only; this is pl.' });
  });

  it('is not believed where the text is plainly another', () => {
    expect(englishOf(RUSSIAN, 'en')).toEqual({
      reason: 'Reads English only; this is marked as en, but looks like ru.',
    });
    expect(englishOf(ENGLISH, 'ru')).toEqual({
      text: ENGLISH,
      reason: 'It is marked as ru, but is English, and was read as such.',
    });
  });
});

describe('a report in several languages', () => {
  it('is read where it is English, each sentence in its place, and says what was left out', () => {
    const { text, reason } = englishOf(`${ENGLISH}\n${RUSSIAN}\n${ENGLISH}`, undefined);
    expect(text).toBe(`${ENGLISH}\n${' '.repeat(RUSSIAN.length)}\n${ENGLISH}`);
    expect(reason).toBe('One paragraph was not read, which looks like ru.');
  });

  it('is not read for one English sentence among many of another language', () => {
    const { text, reason } = englishOf([POLISH, POLISH, POLISH, POLISH, POLISH, ENGLISH].join('\n'), undefined);
    expect(text).toBeUndefined();
    expect(reason).toBe('Reads English only; this looks like pl.');
  });
});
