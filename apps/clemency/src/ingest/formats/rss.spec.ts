import { reportSchema } from '#domain';
import { foundBy } from '../testing/read.js';
import { rss } from './rss.js';

const channel = (items: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
  <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>Example Wire &amp; Sons</title><link>https://www.wire.example/</link><language>en-us</language>${head}
    ${items}
  </channel></rss>`;

const STORY = `<item>
  <title>Minsk frees 123 &lt;i&gt;prisoners&lt;/i&gt;</title>
  <link>https://wire.example/1</link>
  <pubDate>Sat, 13 Dec 2025 17:10:00 +0100</pubDate>
  <description>In short.</description>
  <content:encoded><![CDATA[<h2>Pardons</h2><p>Belarus pardoned <b>123</b> prisoners, <a href="https://x.example">Minsk</a> said.</p>
    <img src="a.jpg" alt="a picture"><script>track()</script><ul><li>R&amp;D</li></ul>]]></content:encoded>
</item>`;

describe('an RSS or Atom feed', () => {
  it('given a story, then it is a report of the feed with its address, its instant and its text without markup', async () => {
    const [made, ...others] = await foundBy(rss, channel(STORY));
    expect(others).toEqual([]);
    expect(made!.report).toEqual({
      source: { id: 'wire.example', name: 'Example Wire & Sons', kind: 'feed' },
      title: 'Minsk frees 123 prisoners',
      uri: 'https://wire.example/1',
      lang: 'en-US',
      publishedAt: '2025-12-13T16:10:00.000Z',
      body: 'Pardons\n\nBelarus pardoned 123 prisoners, Minsk said.\n\n * R&D',
    });
    expect(reportSchema.safeParse(made!.report).success).toBe(true);
  });

  it('given what the sender knows better, then that is what the reports say', async () => {
    const source = { id: 'desk', name: 'The desk', kind: 'newsroom' };
    const [made] = await foundBy(rss, channel(STORY), { source, lang: 'en' });
    expect(made!.report).toMatchObject({ source, lang: 'en' });
  });

  it('given a headline alone, then it is the text; given nothing at all, then there is no report', async () => {
    const made = await foundBy(
      rss,
      channel(
        '<item><title>Minsk frees 123</title><guid>tag:1</guid></item><item><link>https://wire.example/2</link></item>',
      ),
    );
    expect(made[0]!.report).toMatchObject({ title: 'Minsk frees 123', body: 'Minsk frees 123' });
    expect(made[0]!.report).toMatchObject({ uri: 'tag:1' });
    expect(made[1]).toEqual({ number: 2, unfit: 'has neither text nor title' });
  });

  it('given a date that is none, and a language that is none, then they are left out', async () => {
    const item = '<item><title>News</title><pubDate>Issue 5</pubDate></item>';
    const [made] = await foundBy(rss, channel(item).replace('en-us', 'English, mostly'));
    expect(made!.report).not.toHaveProperty('publishedAt');
    expect(made!.report).not.toHaveProperty('lang');
  });

  it('given Atom, then the page is the address, and the content the text', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Rights Watchers</title>
      <link rel="self" href="https://rights.example/feed"/><link href="https://rights.example/"/><id>urn:feed</id>
      <entry><title type="html">&lt;b&gt;Ales Bialiatski&lt;/b&gt; is free</title><id>urn:1</id>
        <link rel="edit" href="https://rights.example/edit/1"/><link rel="alternate" href="https://rights.example/1"/>
        <updated>2025-12-14T09:00:00Z</updated><published>2025-12-13T18:00:00+02:00</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>He was released on <b>Saturday</b>.</p></div></content>
      </entry></feed>`;
    expect(await foundBy(rss, atom)).toEqual([
      {
        number: 1,
        report: {
          source: { id: 'rights.example', name: 'Example Rights Watchers', kind: 'feed' },
          title: 'Ales Bialiatski is free',
          uri: 'https://rights.example/1',
          lang: 'en',
          publishedAt: '2025-12-13T16:00:00.000Z',
          body: 'He was released on Saturday.',
        },
      },
    ]);
  });

  it('given another encoding than UTF-8 that it names, then it is read; given one that it is not in, then it is refused', async () => {
    const text = channel('<item><title>Café</title></item>');
    const latin = Buffer.from(text.replace('UTF-8', 'windows-1252'), 'latin1');
    expect((await foundBy(rss, latin))[0]!.report).toMatchObject({ title: 'Café' });
    expect(await foundBy(rss, Buffer.from(text, 'latin1'))).toEqual([
      { number: 1, unfit: 'is no text in the encoding that it names' },
    ]);
  });

  it.each([
    ['a page', '<!doctype html><html><body>Not found</body></html>', 'is no RSS 2.0 or Atom feed'],
    ['nothing', '', 'is no RSS 2.0 or Atom feed'],
    ['half of a feed', '<rss version="2.0"><channel><title>x</title><item><title>y', 'is no RSS 2.0 or Atom feed'],
    [
      'a feed of nobody',
      '<rss version="2.0"><channel><title>x</title><item><title>y</title></item></channel></rss>',
      'does not say whose it is: give --source-id and --source-kind',
    ],
  ])('given %s, then it is refused in words', async (_, text, unfit) => {
    expect(await foundBy(rss, text)).toEqual([{ number: 1, unfit }]);
  });

  it('given entities that multiply, then they are not unfolded', async () => {
    const names = 'abcdefgh'.split('');
    const entities = names.map(
      (name, at) => `<!ENTITY ${name} "${at === 0 ? 'lol' : `&${names[at - 1]};`.repeat(10)}">`,
    );
    const bomb = channel('<item><title>&h;</title></item>').replace('<rss', `<!DOCTYPE x [${entities.join('')}]><rss`);
    const made = await foundBy(rss, bomb);
    expect(JSON.stringify(made).length).toBeLessThan(1000);
  });
});
