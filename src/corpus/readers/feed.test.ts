import { describe, expect, it } from 'vitest'
import { readFile } from '../readFile'

async function documentsOf(name: string, text: string): Promise<(readonly [string, string])[]> {
  const found: (readonly [string, string])[] = []
  for await (const read of readFile(name, new TextEncoder().encode(text)))
    found.push(read.ok ? [read.value.name, read.value.text] : ['failure', read.error.code])
  return found
}

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="a.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The school's notes</title><description>Not an entry.</description>
<item><title>Bees &amp;amp; honey</title><link>https://example.org/1</link>
<pubDate>Sat, 28 Nov 2026 10:00:00 GMT</pubDate>
<description>A summary.</description>
<content:encoded><![CDATA[<p>The hive gave <b>14 kilograms</b>.</p><p>4 &lt; 5</p><script>no()</script>]]></content:encoded></item>
<item><description>&lt;p&gt;Only a description.&lt;/p&gt;</description></item>
<item><link>https://example.org/3</link></item>
</channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title>
<entry><title>a &lt; b</title><updated>2026-11-28</updated><content type="html">&lt;p&gt;One.&lt;/p&gt;</content></entry>
<entry><title type="html">&lt;i&gt;Two&lt;/i&gt;</title><published>2026-11-27</published><updated>2026-11-29</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Second, x &lt; y.</p><p>Third.</p></div></content></entry>
<entry><title>Three</title><summary>Plain &lt;b&gt; stays.</summary></entry>
</feed>`

describe('a feed', () => {
  it('of RSS gives a document an entry, the whole text before its summary', async () => {
    expect(await documentsOf('notes.xml', rss)).toEqual([
      [
        'notes.xml#1',
        'Bees & honey\n\nSat, 28 Nov 2026 10:00:00 GMT\n\nThe hive gave 14 kilograms.\n\n4 < 5',
      ],
      ['notes.xml#2', 'Only a description.'],
    ])
  })

  it('of Atom gives plain text, HTML and XHTML as each says of itself', async () => {
    expect(await documentsOf('feed', atom)).toEqual([
      ['feed#1', 'a < b\n\n2026-11-28\n\nOne.'],
      ['feed#2', 'Two\n\n2026-11-27\n\nSecond, x < y.\n\nThird.'],
      ['feed#3', 'Three\n\nPlain <b> stays.'],
    ])
  })

  it('without entries is one clear line, and other XML is read as before', async () => {
    expect(await documentsOf('a.rss', '<rss><channel><title>Empty</title></channel></rss>')).toEqual([
      ['failure', 'file.noText'],
    ])
    expect(await documentsOf('a.xml', '<book><p>Words.</p></book>')).toEqual([['a.xml', 'Words.']])
  })
})
