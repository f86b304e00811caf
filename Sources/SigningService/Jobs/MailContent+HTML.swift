extension MailContent {
    /// The same as a page of its own: nothing is fetched, nothing is followed, and without its styles it still reads well.
    ///
    /// Colours are those of the pages. Mail programs that know dark schemes take the second set; the others get by with
    /// what stands at each element.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>\(markedSubject.escapedForHTML)</title>
        <style>
        :root { color-scheme: light dark; }
        @media (prefers-color-scheme: dark) {
        .paper { background: #16181B !important; }
        .sheet { background: #1F2226 !important; border-color: #33373C !important; color: #ECEAE4 !important; }
        .band { background: #000000 !important; }
        .button { background: #ECEAE4 !important; color: #16181B !important; }
        .link { color: #9DBDE8 !important; }
        .code { background: #101214 !important; border-color: #33373C !important; }
        }
        </style>
        </head>
        <body class="paper" style="margin:0;padding:0;background:#F6F5F1">
        \(band)<div class="paper" style="padding:24px 12px;background:#F6F5F1">
        <div class="sheet" style="max-width:560px;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #DAD8D0;\
        color:#1B1D21;font-family:\(Self.fonts);font-size:16px;line-height:1.85;overflow-wrap:anywhere">
        \(blocks.map(Self.element).joined(separator: "\n"))
        </div>
        </div>
        </body>
        </html>

        """
    }

    private var band: String {
        guard let mark else { return "" }
        return """
            <div class="band" role="note" style="padding:6px 12px;background:#1B1D21;color:#FFFFFF;text-align:center;\
            font-family:\(Self.fonts);font-size:13px;line-height:1.5;font-weight:bold;letter-spacing:.12em">\
            \(mark.escapedForHTML)</div>

            """
    }

    private static func element(_ block: Block) -> String {
        switch block {
        case .words(let text, let language):
            let language = language.map { " lang=\"\($0.rawValue)\"" } ?? ""
            return "<p\(language) style=\"margin:0 0 16px\">\(lines(text))</p>"
        case .link(let address, let label):
            let address = address.escapedForHTML
            return """
                <p style="margin:24px 0 8px"><a class="button" href="\(address)" style="display:inline-block;\
                padding:10px 24px;background:#1B1D21;color:#FFFFFF;border-radius:3px;text-decoration:none;\
                font-weight:bold">\(label.escapedForHTML)</a></p>
                <p style="margin:0 0 24px;font-size:13px"><a class="link" href="\(address)" style="color:#22487A">\
                \(address)</a></p>
                """
        case .code(let text):
            return """
                <p class="code" style="margin:24px 0;padding:12px;background:#ECEBE5;border:1px solid #DAD8D0;\
                text-align:center;font-family:ui-monospace,'SF Mono',Consolas,monospace;font-size:26px;\
                letter-spacing:.1em">\(text.escapedForHTML)</p>
                """
        }
    }

    private static func lines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0).escapedForHTML }
            .joined(separator: "<br>\n")
    }

    private static let fonts =
        "'Hiragino Sans','Noto Sans CJK JP','Noto Sans JP','Yu Gothic UI','Yu Gothic',Meiryo,system-ui,sans-serif"
}
