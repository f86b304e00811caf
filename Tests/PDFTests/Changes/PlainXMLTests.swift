import Testing

@testable import PDF

/// - SeeAlso: SIGNING C 37
@Suite struct `Plain XML` {
    @Test(arguments: [
        "<a/>", "<a></a>", "<?xml version=\"1.0\"?>\n<a b='1' c=\"2\"> x &amp; &#10; &#x3042; </a>\n",
        "<a><!-- - --></a>",
        "<a><![CDATA[ <b> & ]]></a>", "<x:a xmlns:x='y'><x:b/></x:a ><?end?>", "\u{FEFF}<a/>", "<あ/>",
    ])
    func `is taken`(text: String) {
        #expect(PlainXML.isWellFormed(Array(text.utf8)))
    }

    @Test(arguments: [
        "", " ", "x", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "<a b/>", "<a b=1/>", "<a b='1'c='2'/>",
        "<a b='1' b='2'/>", "<a b='<'/>", "<a b='1", "<a>&b;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&</a>", "<1/>",
        "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///'>]><a/>", "<a><!ENTITY b 'c'></a>",
        "<a>\u{1}</a>",
        "<a><!-- -- --></a>", "<![CDATA[x]]><a/>", "< a/>", "<a", "<a/", "<?xml",
    ])
    func `is nothing else`(text: String) {
        #expect(!PlainXML.isWellFormed(Array(text.utf8)))
    }

    @Test func `is UTF-8, and neither deep nor long without end`() {
        #expect(!PlainXML.isWellFormed([0xFE, 0xFF, 0, 0x3C, 0, 0x61, 0, 0x2F, 0, 0x3E]))
        #expect(!PlainXML.isWellFormed([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]))
        let deep = String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
        #expect(!PlainXML.isWellFormed(Array(deep.utf8)))
        let long = "<a>" + String(repeating: " ", count: 4 << 20) + "</a>"
        #expect(!PlainXML.isWellFormed(Array(long.utf8)))
    }
}
