import Testing

@testable import Outbound

@Suite struct `An answer in XML` {
    @Test func `is elements and text`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Empty/><Name>a&amp;b&#34;&#x41;</Name>
             <Contents><Key>1</Key></Contents><Contents><Key>2</Key></Contents></ListResult>
            """
        let answer = try #require(XMLAnswer(text.utf8))
        #expect(answer.name == "ListResult")
        #expect(answer["Name"] == "a&b\"A")
        #expect(answer["Empty"] == "")
        #expect(answer["Missing"] == nil)
        #expect(answer.all("Contents").map { $0["Key"] } == ["1", "2"])
    }

    @Test(arguments: [
        "", "text", "<a>", "<a></b>", "<a></a><b></b>", "<a></a>text", "<a>&unknown;</a>", "<a>&#xD800;</a>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><!-- comment --></a>", "<a><![CDATA[b]]></a>",
        "<a><b><c><d><e><f><g><h><i></i></h></g></f></e></d></c></b></a>", "< a></ a>", "<a", "<?xml <a></a>",
    ])
    func `is nothing else`(text: String) {
        #expect(XMLAnswer(text.utf8) == nil)
    }
}
